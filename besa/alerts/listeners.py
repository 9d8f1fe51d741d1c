"""What alerts do when something happened to a report. Runs in the worker, at least once per event."""

from __future__ import annotations

from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from besa.alerts.events import FollowAsked, LinksWanted
from besa.alerts.kinds import Kind
from besa.alerts.models import Subscriber, Subscription
from besa.alerts.queries.pledge_news import changed_ratings
from besa.alerts.services import colleagues, handling, notices, questions, subscriptions
from besa.alerts.services.bounces import note_bounce
from besa.alerts.services.fan_out import (
    tell_followers,
    tell_pledge_followers,
    tell_publication_followers,
)
from besa.alerts.services.forgetting import forget_report, take_back_messages
from besa.alerts.services.recalling import may_still_go
from besa.core.channels import NotDelivered
from besa.core.events import listen
from besa.core.forgetting import Forgetting
from besa.core.models import OutgoingMail
from besa.core.registries import companions, mail_checks
from besa.delivery.events import MailBounced
from besa.pledges.events import RatingCorrected, RoundPublished
from besa.pledges.models import Rating, Round
from besa.publications.events import EditionPublished
from besa.publications.models import Revision
from besa.publications.queries.public_works import past_revisions
from besa.reports.events import (
    ColleagueMentioned,
    FixQuestionDue,
    FollowWanted,
    PhotoRefused,
    ReportChanged,
    ReportErased,
    ReportPublished,
    ReportReceived,
    StateChanged,
    UpdateAdded,
    UpdateShown,
)
from besa.reports.models import Change, Mention, Photo, Report, Transition, Update
from besa.reports.models.report import State, Visibility

mail_checks.register("alerts", may_still_go)


def _report(pk: int) -> Report | None:
    """A report that may be told about, with what the mails say of it."""
    found = Report.objects.select_related(
        "municipality", "category", "department", "place", "reporter"
    ).filter(pk=pk)
    return found.exclude(visibility=Visibility.ERASED).first()


@listen(ReportReceived, _("Send a reporter the private link"))
def send_receipt(event: ReportReceived) -> None:
    """The reporter gets the private link."""
    if report := _report(event.report):
        notices.send_receipt(report=report, again=event.again)


@listen(ReportPublished, _("Tell the municipality of a new report"))
def tell_the_municipality(event: ReportPublished) -> None:
    """Whoever is answerable learns of a new report."""
    report = _report(event.report)
    if report is not None and report.is_open:
        notices.tell_offices(report=report, kind="new", once=f"report:{report.pk}")


@listen(ReportPublished, _("Tell followers of a new report"))
def tell_followers_of_new(event: ReportPublished) -> None:
    """Whoever follows its area or category learns of a new report."""
    report = _report(event.report)
    if report is not None and report.is_open:
        tell_followers(report=report, kind=Kind.NEW, source=f"published:{report.pk}")


@listen(StateChanged, _("Tell a reporter of a change of state"))
def tell_of_change(event: StateChanged) -> None:
    """The reporter learns the new state; the municipality, what comes back or over to it."""
    report, change = _report(event.report), _change(event)
    if report is None or change is None:
        return
    notices.tell_of_change(report=report, change=change)
    words = change.update.text if change.update else ""
    if change.new == State.REOPENED:
        notices.tell_offices(report=report, kind="reopened", once=f"transition:{change.pk}", words=words)
    if change.new == State.FORWARDED and change.department_id:
        notices.tell_offices(report=report, kind="forwarded", once=f"transition:{change.pk}", words=words)


@listen(StateChanged, _("Tell followers of a change of state"))
def tell_followers_of_change(event: StateChanged) -> None:
    """Followers learn the new state; those of a duplicate hear of the original from then on, see `topics`."""
    report, change = _report(event.report), _change(event)
    if report is None or change is None:
        return
    kind = Kind.FIXED if change.new == State.FIXED else Kind.CHANGED
    tell_followers(report=report, kind=kind, source=f"transition:{change.pk}", transition=change)


def _change(event: StateChanged) -> Transition | None:
    return Transition.objects.select_related("update").filter(pk=event.transition).first()


@listen(FixQuestionDue, _("Ask once more whether it is fixed"))
def ask_again(event: FixQuestionDue) -> None:
    """Nobody has said whether it is fixed: reporter and followers are asked once more, unless it is open again."""
    report = _report(event.report)
    fixing = Transition.objects.filter(report_id=event.report, new=State.FIXED).order_by("-at", "-pk").first()
    if report is None or fixing is None or fixing.pk != event.fixing:
        return
    if report.state != State.FIXED or report.confirmed_fixed is not None:
        return
    notices.ask_again(report=report, fixing=fixing)
    tell_followers(
        report=report,
        kind=Kind.FIXED,
        source=f"transition:{fixing.pk}:again",
        transition=fixing,
        only_of_report=True,
    )


@listen(UpdateShown, _("Tell what a moderator let through"))
def tell_of_shown_update(event: UpdateShown) -> None:
    """What a moderator has let through is news from then on."""
    said = UpdateAdded(report=event.report, update=event.update)
    tell_of_update(said)
    tell_followers_of_update(said)


@listen(UpdateAdded, _("Tell a reporter what was said"))
def tell_of_update(event: UpdateAdded) -> None:
    """Reporter and followers learn what was said."""
    report = _report(event.report)
    update = Update.objects.filter(pk=event.update).first()
    if report is not None and update is not None:
        notices.tell_of_update(report=report, update=update)


@listen(UpdateAdded, _("Tell followers what was said"))
def tell_followers_of_update(event: UpdateAdded) -> None:
    """Followers learn what was said in public."""
    report = _report(event.report)
    update = Update.objects.filter(pk=event.update, audience=Update.Audience.PUBLIC).first()
    if report is not None and update is not None and update.text:
        tell_followers(report=report, kind=Kind.CHANGED, source=f"update:{update.pk}", update=update)


@listen(ReportChanged, _("Tell whom it concerns that a report was handed on"))
def tell_of_handling(event: ReportChanged) -> None:
    """Who is to deal with a report learns of it; the reporter, that it went elsewhere or was split."""
    report = _report(event.report)
    change = Change.objects.filter(pk=event.change).first()
    if report is None or change is None or change.undoes_id is not None:
        return
    if change.kind == Change.Kind.ASSIGNED:
        colleagues.tell_assignee(report=report, change=change)
    elif change.kind == Change.Kind.REDACTED:
        handling.tell_of_removed_words(report=report, change=change)
    elif change.kind == Change.Kind.HANDED_OVER:
        notices.tell_offices(report=report, kind="new", once=f"change:{change.pk}")
        handling.tell_of_hand_over(report=report, change=change)
    elif change.kind == Change.Kind.SPLIT and (part := _report(change.after["report"])):
        subscriptions.follow_part(report=report, part=part)
        handling.tell_of_split(report=report, part=part, change=change)


@listen(ColleagueMentioned, _("Tell a colleague who was mentioned"))
def tell_mentioned(event: ColleagueMentioned) -> None:
    """A colleague who is named in a note learns of it."""
    mention = Mention.objects.select_related("update__author", "user").filter(pk=event.mention).first()
    report = _report(event.report)
    if mention is not None and report is not None:
        colleagues.tell_mentioned(report=report, mention=mention)


@listen(PhotoRefused, _("Tell a reporter that a photo cannot be used"))
def tell_of_refused_photo(event: PhotoRefused) -> None:
    """Whoever sent a photo that cannot be used learns why."""
    photo = (
        Photo.objects.select_related("report__category", "report__reporter", "update__author")
        .filter(pk=event.photo, state=Photo.State.REFUSED)
        .first()
    )
    if photo is not None and photo.report.visibility != Visibility.ERASED:
        notices.tell_of_refused_photo(photo=photo)


@listen(RoundPublished, _("Tell followers of new ratings of pledges"))
def tell_of_ratings(event: RoundPublished) -> None:
    """Whoever follows a mayor, a policy area or a pledge learns what a round found otherwise than before."""
    if round := Round.objects.filter(pk=event.round).first():
        tell_pledge_followers(ratings=changed_ratings(round))


@listen(RatingCorrected, _("Tell followers of a corrected rating"))
def tell_of_correction(event: RatingCorrected) -> None:
    """The same for a rating that was wrong."""
    tell_pledge_followers(ratings=Rating.objects.filter(pk=event.rating).select_related("pledge"))


@listen(EditionPublished, _("Tell followers of a publication"))
def tell_of_publication(event: EditionPublished) -> None:
    """Whoever follows such publications learns of a new one and of a corrected one, not of every small change."""
    rows = Revision.objects.select_related("edition__publication").filter(pk=event.revision)
    revision = rows.first()
    if revision is None or not revision.edition.is_public:
        return
    is_first = not past_revisions(revision.edition).exclude(pk=revision.pk).exists()
    if is_first or event.corrections:
        tell_publication_followers(revision=revision)


@listen(FollowWanted, _("Ask whether somebody wants mails about a report"))
def ask_to_follow(event: FollowWanted) -> None:
    """Whoever stood behind a report instead of making a second one is asked whether they want mails about it."""
    report = _report(event.report)
    if report is not None and report.visibility == Visibility.PUBLIC:
        subscriptions.follow_report(
            report=report, email=event.email, language=event.language, brand=event.brand
        )


@listen(FollowAsked, _("Ask the owner of an address whether they want to be told"))
def ask_owner(event: FollowAsked) -> None:
    """The owner of an address is asked whether they want to be told."""
    found = Subscription.objects.select_related(
        "subscriber", "report__municipality", "report__category", "report__place", "municipality"
    ).filter(pk=event.subscription)
    if subscription := found.first():
        # An address that cannot be reached is its owner's to mend, not an administrator's: they can ask again.
        with suppress(NotDelivered):
            questions.ask_owner(subscription=subscription)


@listen(LinksWanted, _("Send somebody the links to what they follow"))
def send_links(event: LinksWanted) -> None:
    """Whoever lost the link to what they follow gets it by mail, if they follow anything."""
    if subscriber := Subscriber.objects.filter(fingerprint=event.fingerprint).first():
        questions.send_links(subscriber=subscriber)


@listen(MailBounced, _("Note that nothing arrives at an address"))
def note_bounced_mail(event: MailBounced) -> None:
    """An address at which nothing arrives is not written to any more."""
    mail = OutgoingMail.objects.filter(pk=event.mail).first()
    if mail is not None:
        note_bounce(address=mail.recipient, permanent=event.permanent)


@listen(ReportErased, _("Delete messages about an erased report"))
def forget(event: ReportErased) -> None:
    """Nobody follows an erased report, and no message about it stays."""
    forget_report(report_id=event.report)


def forget_at_once(forgetting: Forgetting) -> None:
    """The same in the very transaction that erases the report; of one that lost some words, the messages alone."""
    uid = forgetting.subject.removeprefix("report:")
    for pk in Report.objects.filter(uid=uid).values_list("pk", flat=True):
        if forgetting.everything:
            forget_report(report_id=pk)
        else:
            take_back_messages(report_id=pk)


companions.register("alerts.followers", forget_at_once)
