"""What can be reported: categories as Open311's services, their questions as attributes."""

from __future__ import annotations

from typing import Any, Final

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
_FORMATS: Final[dict[str, str]] = {
    Question.Kind.TEXT: "Text of one line.",
    Question.Kind.NUMBER: "A whole number.",
    Question.Kind.DATE: "A day: 2026-11-21.",
}
_YES_NO: Final = (("yes", "yes"), ("no", "no"))


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
    return [
        {
            "service_code": category.key,
            "service_name": category.name,
            "description": category.name,
            "metadata": bool(category.questions),
            "type": "realtime",
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
        "datatype_description": _FORMATS.get(question.kind, "One of the values."),
        "order": order,
        "description": question.label,
    }
    options = _YES_NO if question.kind == Question.Kind.YES_NO else question.options
    if options:
        attribute["values"] = [{"key": key, "name": name} for key, name in options]
    return attribute
