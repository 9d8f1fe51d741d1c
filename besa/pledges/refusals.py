"""Why an act on pledges is not possible: stored nowhere, said to the person."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, Promise]] = {
    "days": _("The last day lies before the first. Check both."),
    "taken": _("Somebody else holds this office on these days. End that mandate first."),
    "no_quote": _("Write or mark the words of the pledge."),
    "long_quote": _("A quote has at most 1,500 letters. Mark the sentence that promises something."),
    "no_area": _("Choose a policy area."),
    "due_before_term": _("It cannot be due before the mandate began."),
    "no_source": _("Say where it stands: a programme, or an address."),
    "other_mandate": _("This programme belongs to another mandate."),
    "other_municipality": _("This belongs to another municipality."),
    "no_criterion": _("Write when it counts as fulfilled, for each pledge that can be rated."),
    "unanswered": _("Answer all questions of the test, for each pledge."),
    "no_gate_reason": _("Write why it fails the test. Everybody reads it."),
    "one_part": _("Write at least two parts, one on each line."),
    "not_in_quote": _("Each part has to stand in the quote, word for word."),
    "not_mergeable": _("Choose another pledge of the same mandate."),
    "nothing": _("There are no drafts to freeze."),
    "conflict": _("You have declared a conflict of interest here, so somebody else has to do this."),
    "no_change_reason": _("Write why. Everybody reads it."),
    "not_frozen": _("The list with this pledge is not frozen yet, or the pledge cannot be rated."),
    "round_open": _("A round is going on. Wait until it is published."),
    "unknown_kind": _("Choose what kind of evidence it is."),
    "no_summary": _("Write in a sentence what it shows."),
    "evidence_in_future": _("The day cannot lie in the future."),
    "no_document": _("Add the file, or the address of the page. Evidence is archived when it is found."),
    "two_media": _("Add pages of two different media. One alone is not independent."),
    "document_refused": _("One of the files could not be read. Send it again."),
    "no_photo": _("A visit needs a photo."),
    "no_place": _("A visit needs a place."),
    "no_list": _("Freeze the list first."),
    "future_round": _("A round cannot tell of a day that has not come."),
    "one_team": _("Choose three different people: two who code and one who decides."),
    "not_a_monitor": _("One of them is no monitor of your organisation."),
    "member_conflict": _("One of them has declared a conflict of interest. Choose somebody else."),
    "not_assigned": _("This pledge is not yours to code or to decide."),
    "coded_already": _(
        "You have coded this pledge. A coding cannot be changed, or the other coder could sway it."
    ),
    "not_coding": _("This round is not being coded any more."),
    "not_disputed": _("There is nothing to decide here: the coders agree, or are not finished."),
    "not_decided": _("Some pledges of this round are not decided yet."),
    "not_reliable": _(
        "The coders agree too rarely for publication. Talk about the criteria, and code again."
    ),
    "not_with_office": _("The drafts are not with the mayor's office."),
    "not_answered": _("The mayor's office still has time to reply."),
    "closed": _("The time for a reply is over."),
    "no_words": _("Write your reply."),
    "long_reply": _("A reply has at most 8,000 letters."),
    "no_author": _("Write your name and post. They are printed with the reply."),
    "same_person": _("A second person has to approve: you have judged in this round yourself."),
    "approved_already": _("This was approved before."),
    "not_approved": _("A second person has to approve it first."),
    "no_rating": _("There is no rating to correct."),
    "nothing_changed": _("The correction says the same as the rating."),
    "nothing_to_import": _("There is nothing to import: each row has an error, or is a draft already."),
    "no_name": _("Write the name."),
    "assembly_taken": _("Another organisation writes down this assembly already."),
    "seated": _("This person has a seat in the assembly already."),
    "session_exists": _("This session is written down already."),
    "session_ahead": _("This session has not been held yet."),
    "no_names": _("Say of at least one member whether they were there."),
    "not_seated": _("One of them had no seat on that day."),
    "absent_voted": _("Somebody who was absent cannot have voted. Check the attendance and the votes."),
    "vote_exists": _("A decision with this number is written down already."),
    "no_motion": _("Write what was decided, in its own words."),
    "no_pledges": _("Choose at least one pledge that the decision is about."),
    "too_many_votes": _("These are more votes than the assembly has seats."),
    "result_contradicts": _("It cannot have passed with no more votes for than against. Check the numbers."),
    "no_inbox": _("Nothing can be sent on this pledge, because nobody can rate it."),
    "no_answer": _("Write an answer, or add a file."),
    "no_question": _("Write what you want to know."),
    "no_refusal": _("Choose why it is not accepted."),
    "no_figure": _("Choose a figure that can be shown here."),
    "bound_already": _("This figure is shown beside the pledge already."),
    "many_figures": _("At most 3 figures can be shown beside a pledge. Take one away first."),
    "bad_address": _("Write an e-mail address."),
}


def refusal_text(key: str) -> str:
    """What the person reads."""
    return str(REASONS.get(key, key))
