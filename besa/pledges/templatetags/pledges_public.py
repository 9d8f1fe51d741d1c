"""Template tags of the public pages of pledges: `{% load pledges_public %}`."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.templatetags.besa import number, status
from besa.pledges.forms.rounds import CAUSES
from besa.pledges.grading import kind_label
from besa.pledges.method import ALPHA_PUBLISH, ALPHA_TENTATIVE
from besa.pledges.models import Adjudication, Mandate, Pledge
from besa.pledges.public_cards import title_of, token_of
from besa.pledges.public_embedding import frame_html, height_of
from besa.pledges.queries.public_social import office_of as words_of_office
from besa.pledges.reasons import Reason, Reasoned, reasons_of
from besa.pledges.reliability import Alpha
from besa.pledges.statuses import flag_label, label_of
from besa.pledges.testability import reason_label

register = template.Library()


@register.simple_tag
def pledge_status(key: str, size: str = "") -> SafeString:
    """A status of a pledge: shape, colour and word."""
    return status(token_of(key), capfirst(str(label_of(key))), size)


@register.simple_tag
def status_word(key: str) -> str:
    """The word of a status alone."""
    return capfirst(str(label_of(key)))


@register.simple_tag
def pledge_title(pledge: Pledge) -> SafeString:
    """A pledge's short name, marked with the language it is in."""
    title, language = title_of(pledge)
    return format_html('<span lang="{}">{}</span>', languages.TAGS.get(language, language), title)


@register.simple_tag
def office_of(mandate: Mandate) -> str:
    """The office and the place."""
    return capfirst(words_of_office(mandate))


@register.simple_tag
def reasons(verdict: Reasoned) -> list[Reason]:
    """Why, in the reader's language first."""
    return reasons_of(verdict)


@register.simple_tag
def alpha(found: Alpha) -> SafeString | str:
    """Krippendorff's α with its interval and n; never without n."""
    n = number(found.n)
    if found.value is None:
        return _("all answers were the same (n = %(n)s), so there is no α") % {"n": n}
    value = number(round(found.value, 2), 2)
    if found.low is None or found.high is None:
        return format_html('<span class="numbers">α = {} (n = {})</span>', value, n)
    between = _("95 %% interval %(low)s to %(high)s") % {
        "low": number(round(found.low, 2), 2),
        "high": number(round(found.high, 2), 2),
    }
    return format_html('<span class="numbers">α = {} ({}, n = {})</span>', value, between, n)


@register.simple_tag
def alpha_limits() -> dict[str, str]:
    """From which α on a round may be published, as people read the numbers."""
    return {"publish": number(ALPHA_PUBLISH, 2), "tentative": number(ALPHA_TENTATIVE, 3)}


@register.filter
def said_cause(key: str) -> str:
    """Why two coders disagreed."""
    return str(CAUSES[Adjudication.Cause(key)])


@register.simple_tag
def frame_code(view: str, url: str, title: str) -> SafeString:
    """The lines by which somebody puts a page of ours on theirs: HTML, so `force_escape` shows them."""
    return frame_html(f"{url}embed/", title, "100%", height_of(view))


@register.filter
def said_flag(key: str) -> str:
    """The word of a flag."""
    return str(flag_label(key))


@register.filter
def said_kind(key: str) -> str:
    """The words of a kind of evidence."""
    return str(kind_label(key))


@register.filter
def said_reason(key: str) -> str:
    """Why a pledge cannot be rated."""
    return str(reason_label(key))


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for a script element, in which no text can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)
