"""Template tags that every template may use without loading them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.safestring import SafeString

from besa.core import languages
from besa.core.registries import panels as panels_of

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """A stored text in the reader's language."""
    return languages.choose(texts)


@register.simple_tag(takes_context=True)
def this_page_in(context: RequestContext, language: str) -> str:
    """The address of this page in another language, with its query."""
    return str(translate_url(context["request"].get_full_path(), language))


@register.simple_tag(takes_context=True)
def panels(context: RequestContext, slot: str, subject: Any) -> SafeString:
    """All parts that the apps above put on this page, in order of rank."""
    request = context["request"]
    parts = (panel(request, subject) for _, panel in panels_of(slot).all())
    shown = [render_to_string(part.template, part.context, request=request) for part in parts if part]
    return SafeString("".join(shown))
