"""Why an act on a publication is not possible."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.refusing import Refused

REASONS: Final[dict[str, Promise]] = {
    "no_title": _("Write a title."),
    "no_language": _("Choose a language in which texts are written."),
    "language_taken": _("There is a text in this language already."),
    "not_open": _(
        "This text is not a draft, so it cannot be changed. Send it back first, or write a new version."
    ),
    "not_in_review": _("This text is not with its reviewers."),
    "not_approved": _("Two people have to approve this text first."),
    "not_scheduled": _("This text is not scheduled."),
    "not_public": _("This text is not public."),
    "changed_meanwhile": _("A colleague changed this meanwhile. Look at it again, then decide."),
    "head_changed": _(
        "A colleague changed this page while you wrote. Both are below: save again to keep what you wrote."
    ),
    "same_person": _("You have approved this already. A second, different person has to approve it too."),
    "approved_already": _("Two people have approved this already."),
    "not_ready": _("Something is missing. The list on this page says what."),
    "past": _("Choose a time that is still to come, within a year."),
    "no_reason": _("Write why. Everybody reads it."),
    "no_return_reason": _("Write what should change."),
    "no_words": _("Write something."),
    "too_long": _("This is too long."),
    "too_many_blocks": _("A text has at most 400 blocks. Make a second publication of it."),
    "no_block": _("This block is not there any more."),
    "not_a_translation": _("This is possible in a translation only."),
    "first_publish": _("A correction belongs to a text that is public."),
    "settled": _("A colleague has decided this already."),
}


class PublicationRefused(Refused):
    """An act on a publication that is not possible."""

    reasons = REASONS
