"""What can be reported: categories as Open311's services, their questions as attributes."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from besa.open311.errors import missing
from besa.places.models import Municipality
from besa.reports.models import Category, Question
from besa.reports.queries.categories import GROUP_LABELS, OfferedCategory, OfferedQuestion, categories_of

#: municipality of the categories that all have
_ALL = 0
_DATATYPES: Final[dict[str, str]] = {
    Question.Kind.TEXT: "string",
    Question.Kind.NUMBER: "number",
    Question.Kind.YES_NO: "singlevaluelist",
    Question.Kind.CHOICE: "singlevaluelist",
    Question.Kind.DATE: "datetime",
}
_YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))


def offered_in(municipality: Municipality | None) -> list[OfferedCategory]:
    """Categories of a municipality that takes reports, or those that all have. Open311Error 404 for another one."""
    if municipality is None:
        return categories_of(_ALL)
    if not municipality.active:
        raise missing("This municipality does not take reports here.")
    return categories_of(municipality.pk)


def services(municipality: Municipality | None) -> list[dict[str, Any]]:
    """The service list, in the municipality's order and wording. Four queries."""
    names = dict(Category.objects.values_list("pk", "names"))
    # GeoReport's word for: the answer to a POST is a token.
    waits = municipality is not None and municipality.moderation == Municipality.Moderation.BEFORE
    return [
        {
            "service_code": category.key,
            "service_name": category.name,
            "description": category.name,
            "metadata": bool(category.questions),
            "type": "batch" if waits else "realtime",
            "keywords": ", ".join(dict.fromkeys(str(name) for name in names.get(category.id, {}).values())),
            "group": str(GROUP_LABELS[category.group]),
        }
        for category in offered_in(municipality)
    ]


def service_definition(code: str, municipality: Municipality | None) -> dict[str, Any]:
    """The attributes of one service. Open311Error 404 for a code that is not offered."""
    for category in offered_in(municipality):
        if category.key == code:
            attributes = [_attribute(number, one) for number, one in enumerate(category.questions, 1)]
            return {"service_code": code, "attributes": attributes}
    raise missing("service_code was not found.")


def _attribute(order: int, question: OfferedQuestion) -> dict[str, Any]:
    attribute: dict[str, Any] = {
        "variable": True,
        "code": question.key,
        "datatype": _DATATYPES[question.kind],
        "required": question.required,
        "datatype_description": None,
        "order": order,
        "description": question.label,
    }
    options = _YES_NO if question.kind == Question.Kind.YES_NO else question.options
    if options:
        attribute["values"] = [{"key": key, "name": str(name)} for key, name in options]
    return attribute
