"""Words of assemblies, in templates: `{% load assemblies %}`."""

from __future__ import annotations

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from besa.core.templatetags.besa import number
from besa.pledges import assembly_words
from besa.pledges.forms.mandates import ENDINGS, ORIGINS
from besa.pledges.forms.rounds import KINDS_OF_CORRECTION
from besa.pledges.models import Correction, Mandate, PublicBody
from besa.pledges.public_tally import percent_of
from besa.pledges.queries.public_assembly import Share

register = template.Library()


@register.simple_tag
def name_of_assembly(body: PublicBody) -> str:
    """What it is called in its country."""
    return assembly_words.name_of_assembly(body)


@register.filter
def presence_word(key: str) -> str:
    """Whether a member was there."""
    return str(assembly_words.PRESENCE_LABELS[key])


@register.filter
def option_word(key: str) -> str:
    """How a member voted."""
    return str(assembly_words.OPTION_LABELS[key])


@register.filter
def result_word(key: str) -> str:
    """What came of a vote."""
    return capfirst(str(assembly_words.RESULT_LABELS[key]))


@register.filter
def origin_word(key: str) -> str:
    """How somebody came to a seat."""
    return str(ORIGINS[Mandate.Origin(key)])


@register.filter
def ending_word(key: str) -> str:
    """Why somebody left a seat."""
    return str(ENDINGS[Mandate.Ending(key)]) if key else ""


@register.filter
def correction_word(key: str) -> str:
    """What kind of correction it is."""
    return str(KINDS_OF_CORRECTION[Correction.Kind(key)])


@register.filter
def share_in_words(share: Share | None) -> str:
    """A share with its denominator; in words where there is none."""
    if share is None or share.share is None:
        return _("not recorded")
    words = {"n": number(share.present), "of": number(share.of), "percent": percent_of(share.share)}
    # Translators: such as "9 of 11 (82 %)"
    return _("%(n)s of %(of)s (%(percent)s)") % words
