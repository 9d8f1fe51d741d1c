"""Template tags of the editors' pages: `{% load publications_writing %}`."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from besa.pledges.models import Document
from besa.publications.blocks import KINDS
from besa.publications.forms.works import LANGUAGES
from besa.publications.kinds import STATES, kind_label
from besa.publications.models import Revision
from besa.publications.queries.public_files import SENT_AS

register = template.Library()


@register.filter
def state_word(key: str) -> str:
    """The state of an edition."""
    return str(STATES[key])


@register.filter
def language_word(key: str) -> str:
    """The language of an edition."""
    return str(LANGUAGES.get(key, key))


@register.filter
def kind_word(key: str) -> str:
    """The kind of a publication."""
    return str(kind_label(key))


@register.filter
def block_word(key: str) -> str:
    """The kind of a block."""
    return str(KINDS[key].label) if key in KINDS else key


@register.filter
def file_word(key: str) -> str:
    """The kind of a file that readers can take along, such as PDF."""
    return SENT_AS[Document.Kind(key)][0].upper()


@register.filter
def revision_name(revision: Revision) -> str:
    """What a row of the history is called: as readers know it, or as a draft that only those who write know."""
    if revision.version:
        return _("Version %(n)s") % {"n": revision.version}
    return _("Draft %(n)s") % {"n": revision.number}
