"""Draws the plain inputs and selects of forms by hand: Django's templates for one `<input>` cost as much as a query."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString

_INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("input", "text", "email", "hidden", "number", "url", "tel")
)
_SELECT = "django/forms/widgets/select.html"
_OPTION = "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    """Django's own renderer, except for inputs of one line and selects."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a widget or a form."""
        if template_name in _INPUTS:
            return input_html(context["widget"])
        if template_name == _SELECT and (drawn := select_html(context["widget"])) is not None:
            return drawn
        return str(super().render(template_name, context, request))


def input_html(widget: dict[str, Any]) -> SafeString:
    """What `django/forms/widgets/input.html` makes of a widget's context."""
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    attributes = _attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def select_html(widget: dict[str, Any]) -> SafeString | None:
    """What `django/forms/widgets/select.html` makes of a widget's context; None for options with a template of theirs.

    A municipality's places are some hundred options, and Django opens a template for each.
    """
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for name, options, _ in widget["optgroups"]:
        if any(option["template_name"] != _OPTION for option in options):
            return None
        drawn = "".join(map(_option, options))
        parts.append(f'\n  <optgroup label="{escape(name)}">{drawn}\n  </optgroup>' if name else drawn)
    return SafeString("".join([*parts, "\n</select>"]))


def _option(option: dict[str, Any]) -> str:
    value, label = escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attributes: dict[str, Any]) -> SafeString:
    given = [(name, value) for name, value in attributes.items() if value is not False]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in given))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
