"""Draws the plain inputs of forms by hand: Django's templates for one `<input>` cost as much as a query."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("input", "text", "email", "hidden", "number", "url", "tel")
)


class FormRenderer(DjangoTemplates):
    """Django's own renderer, except for inputs of one line."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a widget or a form."""
        if template_name in _INPUTS:
            return input_html(context["widget"])
        return str(super().render(template_name, context, request))


def input_html(widget: dict[str, Any]) -> SafeString:
    """What `django/forms/widgets/input.html` makes of a widget's context."""
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    given = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    attributes = format_html_join("", "{}", ((_attribute(name, value),) for name, value in given))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
