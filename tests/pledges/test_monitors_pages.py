"""The whole way on the monitors' pages without a script: from a programme to published ratings, each step by form."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.core.models import OutgoingMail
from besa.people.models import Role, User
from besa.pledges.models import Case, Coding, CorrectionDraft, Mandate, Pledge, Rating, Round
from besa.pledges.services.coding import code_case
from besa.pledges.services.drafting import judge_testability, set_criterion
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.testability import QUESTIONS
from tests.factories.people import a_member, browser_of
from tests.factories.places import make_municipality, make_place
from tests.factories.pledges import (
    PASSES,
    TODAY,
    Desk,
    a_desk,
    a_document,
    a_draft,
    a_frozen_list,
    a_programme,
    a_round,
    a_verdict,
    both_code,
    case_of,
    some_evidence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return a_desk()


class Hands:
    """A person at a browser; every answer is looked at."""

    def __init__(self, user: User | None) -> None:
        self.client = browser_of(user) if user else Client()

    def reads(self, name: str, /, *args: object) -> str:
        with translation.override("sq"):
            answer = self.client.get(reverse(f"pledges:{name}", args=args))
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()

    def sends(self, name: str, /, *args: object, status: int = 302, **values: object) -> str:
        with translation.override("sq"):
            answer = self.client.post(reverse(f"pledges:{name}", args=args), values)
        assert answer.status_code == status, (name, answer.status_code, answer.content.decode()[-4000:])
        return answer.content.decode()


def test_from_a_programme_to_published_ratings(desk: Desk) -> None:
    programme = a_programme(desk, "Hyrje. Do të ndërtojmë një çerdhe. Do të kemi parqe. Fund.")
    slug = desk.mandate.slug
    monitor, editor = Hands(desk.first), Hands(desk.editor)
    assert "Arta Lumi" in monitor.reads("desk")
    page = ("programme_page", programme.pk, 1)
    assert "Do të ndërtojmë një çerdhe." in monitor.reads(*page)
    monitor.sends(*page, sentence="1", area="education")
    monitor.sends(*page, sentence="2", area="environment")
    monitor.sends(*page, status=200, area="education")  # nothing ticked: the page says so
    first, second = Pledge.objects.order_by("pk")
    for pledge in (first, second):
        monitor.reads("pledge_desk", pledge.uid)
        answers = dict.fromkeys(QUESTIONS, "yes")
        monitor.sends("gate", pledge.uid, status=422)
        monitor.sends("gate", pledge.uid, **answers)
        monitor.sends("criterion", pledge.uid, fulfilled_when="Është hapur.", language="sq")
    monitor.sends("freeze", slug, status=403)
    editor.sends("freeze", slug)
    assert editor.reads("mandate_desk", slug).count("status-pledge") == 0
    team = {"first": desk.first.pk, "second": desk.second.pk, "adjudicator": desk.adjudicator.pk}
    assert "422" not in editor.sends("new_round", slug, status=422, as_of="2999-01-01", **team)
    editor.sends("new_round", slug, as_of=(TODAY - timedelta(days=1)).isoformat(), **team)
    round = Round.objects.get()
    for pledge in (first, second):
        pledge.refresh_from_db()
        proof = some_evidence(desk, pledge).pk
        case = Case.objects.get(pledge=pledge)
        found = {"effective_on": (TODAY - timedelta(days=9)).isoformat(), "language": "sq", "evidence": proof}
        for coder in (desk.first, desk.second):
            hands = Hands(coder)
            hands.reads("case", case.pk)
            hands.client.post(
                reverse("pledges:case", args=[case.pk]), {"status": "stalled", "reason": "Kontrata.", **found}
            )
    assert Coding.objects.count() == 4
    assert "status-pledge_stalled" in editor.reads("round", round.pk)
    editor.sends("send_round", round.pk, status=422, email="zyra", language="sq")
    editor.sends("send_round", round.pk, email="zyra@komuna.example", language="sq")
    mail = OutgoingMail.objects.get(kind="pledges.reply_asked")
    path = re.search(r"/pledges/reply/(\d+)/([\w-]+)/", mail.text)
    assert path
    office = Hands(None)
    assert "Kontrata." in office.reads("reply", *path.groups())
    office.sends("reply", *path.groups(), status=422, text=" ", author="")
    office.sends("reply", *path.groups(), text="<b>Punohet.</b>", author="Zyra")
    office.sends("finish_reply", *path.groups())
    assert "&lt;b&gt;Punohet." in office.reads("reply", *path.groups())
    assert Hands(None).client.get(reverse("pledges:reply", args=[path[1], "x" * 22])).status_code == 404
    monitor.sends("approve_round", round.pk, status=403)
    editor.sends("approve_round", round.pk)
    editor.sends("publish_round", round.pk)
    assert list(Rating.objects.values_list("new", flat=True)) == ["stalled", "stalled"]
    with translation.override("en"):
        address = reverse("pledges:reply", args=path.groups())
    assert "The ratings were published on" in office.client.get(address).content.decode()
    assert "status-pledge_stalled" in monitor.reads("pledge_desk", first.uid)


def test_nobody_sees_on_any_page_what_the_other_coder_found(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    round = a_round(desk)
    case = case_of(round, pledge)
    secret = "Arsyeja e fshehtë"
    code_case(
        case=case, verdict=a_verdict("stalled", some_evidence(desk, pledge), reason=secret), by=desk.first
    )
    pages = (
        ("desk",),
        ("mandate_desk", desk.mandate.slug),
        ("pledge_desk", pledge.uid),
        ("round", round.pk),
        ("case", case.pk),
    )
    for user in (desk.second, desk.adjudicator, desk.editor):
        for page in pages:
            shown = Hands(user).reads(*page)
            assert secret not in shown
            assert "status-pledge_" not in shown
    assert secret in Hands(desk.first).reads("case", case.pk)


def test_another_organisation_reads_and_changes_nothing(desk: Desk) -> None:
    stranger = Hands(a_desk("prizren", "tjeter").editor)
    draft = a_draft(desk)
    for page in (
        ("mandate_desk", desk.mandate.slug),
        ("pledge_desk", draft.uid),
        ("new_round", desk.mandate.slug),
    ):
        with translation.override("sq"):
            assert stranger.client.get(reverse(f"pledges:{page[0]}", args=page[1:])).status_code == 403
    for act in (("freeze", desk.mandate.slug), ("drop", draft.uid), ("gate", draft.uid)):
        stranger.sends(*act, status=403)
    assert "Arta Lumi" in stranger.reads(
        "desk"
    )  # their own mayor has that name too, and one mayor is all they see
    assert stranger.reads("desk").count("Arta Lumi") == 1


def test_drafts_are_written_split_merged_dropped_by_form(desk: Desk) -> None:
    hands, slug = Hands(desk.first), desk.mandate.slug
    words = {"quote": "Një çerdhe dhe një urë.", "language": "sq", "area": "education"}
    assert "422" not in hands.sends("new_pledge", slug, status=422, **words)  # no source
    hands.sends("new_pledge", slug, source_url="https://example.org/fjalimi", **words)
    pledge = Pledge.objects.get()
    seen = pledge.changed_at.isoformat()
    hands.sends("pledge_desk", pledge.uid, seen=seen, source_url="https://example.org/x", **words)
    hands.sends("pledge_desk", pledge.uid, status=422, seen=seen, source_url="https://example.org/y", **words)
    hands.sends(
        "pledge_desk", pledge.uid, status=404, seen="2026-99-99T00:00", **words, source_url="https://e.org/"
    )
    hands.sends("split", pledge.uid, parts="Një çerdhe\nnjë urë")
    first, second = Pledge.objects.filter(split_from=pledge).order_by("pk")
    hands.sends("merge", second.uid, kept=first.uid)
    hands.sends("drop", first.uid)
    states = Pledge.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["split", "dropped", "merged"]
    for uid in (pledge.uid, first.uid, second.uid):
        hands.reads("pledge_desk", uid)


def test_a_pledge_of_a_recording_or_a_photo_stands_in_its_programme(desk: Desk) -> None:
    hands, slug = Hands(desk.first), desk.mandate.slug
    talk = ProgrammeFacts("Fjalimi", "sq", "https://video.example/1")
    recording = add_programme(mandate=desk.mandate, facts=talk, document=None, by=desk.first)
    picture = a_document("photo", width=10, height=10)
    photo = add_programme(
        mandate=desk.mandate,
        facts=ProgrammeFacts("Pamflet", "sq"),
        document=picture,
        by=desk.first,
    )
    shown = hands.reads("mandate_desk", slug)
    assert f"?programme={recording.pk}" in shown and f"?programme={photo.pk}" in shown
    words = {"quote": "Një urë e re.", "language": "sq", "area": "roads"}
    hands.sends("new_pledge", slug, status=422, **words, programme=recording.pk, second="nga fundi")
    foreign = a_programme(a_desk("prizren", "tjeter"))
    hands.sends("new_pledge", slug, status=422, **words, programme=foreign.pk)
    scan = a_programme(desk, "")
    hands.sends("new_pledge", slug, status=422, **words, programme=scan.pk, page=9)
    hands.sends("new_pledge", slug, **words, programme=recording.pk, second="1:02:30")
    hands.sends("new_pledge", slug, **words, programme=photo.pk)
    said, seen = Pledge.objects.order_by("pk")
    assert (said.programme, said.second, seen.programme) == (recording, 3750, photo)
    assert 'value="1:02:30"' in hands.reads("pledge_desk", said.uid)
    for pledge in (said, seen):
        judge_testability(pledge=pledge, answers=PASSES)
        set_criterion(pledge=pledge, fulfilled_when="Po.", partly_when="", language="sq", by=desk.first)
    freeze_list(mandate=desk.mandate, by=desk.editor)
    for pledge, stands in ((said, "1:02:30"), (seen, f"{picture.key}-large")):
        page = Client().get(f"/sq/pledges/{slug}/{pledge.uid}/").content.decode()
        assert stands in page


def test_a_dispute_and_a_correction_by_form(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    round = a_round(desk)
    proof = some_evidence(desk, pledge)
    for coder, status in ((desk.first, "stalled"), (desk.second, "partly")):
        code_case(case=case_of(round, pledge), verdict=a_verdict(status, proof), by=coder)
    case = case_of(round, pledge)
    judge = Hands(desk.adjudicator)
    assert judge.reads("case", case.pk).count("status-pledge_") >= 2
    words = {
        "reason": "Po.",
        "language": "sq",
        "evidence": proof.pk,
        "effective_on": (TODAY - timedelta(days=9)).isoformat(),
    }
    with translation.override("sq"):
        answer = judge.client.post(
            reverse("pledges:case", args=[case.pk]), {**words, "status": "partly", "cause": "mistake"}
        )
    assert answer.status_code == 302
    editor = Hands(desk.editor)
    assert "0.667" in editor.reads("round", round.pk) or "0,667" in editor.reads("round", round.pk)
    editor.sends("send_round", round.pk, status=422, email="zyra@komuna.example", language="sq")
    team = {"first": desk.first.pk, "second": desk.second.pk, "adjudicator": desk.adjudicator.pk}
    editor.sends("code_again", round.pk, status=422, because="", **team)
    editor.sends("code_again", round.pk, because="Kriteri u sqarua.", **team)
    round.refresh_from_db()
    assert round.wave == 2
    both_code(desk, round, pledge, "partly", proof)
    Rating.objects.create(
        pledge=pledge, new="partly", reason="x", language="sq", criterion=case.criterion,
        method_version="1.0", effective_on=TODAY, recorded_at=round.opened_at,
    )  # fmt: skip
    rating = Rating.objects.get()
    monitor = Hands(desk.first)
    monitor.reads("new_correction", pledge.uid, rating.pk)
    with translation.override("sq"):
        address = reverse("pledges:new_correction", args=[pledge.uid, rating.pk])
    assert (
        monitor.client.post(address, {**words, "status": "stalled", "kind": "our_error"}).status_code == 302
    )
    draft = CorrectionDraft.objects.get()
    editor.reads("correction", pledge.uid, draft.pk)
    editor.sends("correction", pledge.uid, draft.pk, approve="1")
    pledge.refresh_from_db()
    assert pledge.status == "stalled"


def test_mandates_programmes_and_conflicts_by_form(desk: Desk) -> None:
    editor, slug = Hands(desk.editor), desk.mandate.slug
    desk.municipality.active = True
    desk.municipality.save()
    values = {
        "organisation": desk.organisation.pk,
        "municipality": desk.municipality.pk,
        "name": "Bardh Kola",
    }
    days = {"starts": "2026-01-01", "term_ends": "2029-12-31", "origin": "election"}
    editor.sends("new_mandate", status=422, **values, **days)
    editor.sends("end_mandate", slug, ends="2025-12-31", ending="term_over")
    editor.sends("new_mandate", **values, **days, party="Lista e Dritës", gender="male")
    heir = Mandate.objects.exclude(slug=slug).get()
    assert heir.party and (heir.party.name, heir.person.gender) == ("Lista e Dritës", "male")
    editor.sends("describe_holder", heir.slug, status=422, name=" ")
    editor.sends("describe_holder", heir.slug, name="Bardhe Kola", name_sr="Барде Кола", gender="female")
    heir.refresh_from_db()
    assert (heir.person.names["sr"], heir.person.gender, heir.party) == ("Барде Кола", "female", None)
    Hands(desk.first).sends("describe_holder", heir.slug, status=403, name="X")
    monitor = Hands(desk.first)
    monitor.sends("new_programme", slug, status=422, title="Programi", language="sq")
    monitor.sends("new_programme", slug, status=422, title="P", language="sq", url="http://10.0.0.1/")
    monitor.sends(
        "new_programme", slug, title="Fjalimi", language="sq", url="https://video.example/1", recording="on"
    )
    editor.sends("no_programme", slug)  # too late: there is one
    assert Mandate.objects.get(slug=slug).programme_state == "published"
    monitor.sends("conflict", slug, kind="family")
    conflict = desk.first.conflicts.get()
    monitor.sends("end_conflict", slug, conflict.pk, status=403)
    Hands(a_desk("prizren", "tjeter").editor).sends("end_conflict", slug, conflict.pk, status=403)
    assert "/end/" in editor.reads("mandate_desk", slug)
    editor.sends("end_conflict", slug, conflict.pk)
    assert desk.first.conflicts.get().ended_at is not None


def test_somebody_stands_in_where_a_member_has_an_interest_in_an_area(desk: Desk) -> None:
    a_draft(desk, "Një çerdhe.", area="education")
    a_draft(desk, "Një rrugë.", area="roads")
    freeze_list(mandate=desk.mandate, by=desk.editor)
    Hands(desk.first).sends("conflict", desk.mandate.slug, kind="family", area="education")
    fourth = a_member(Role.MONITOR, organisation=desk.organisation, email="fourth@levizja.example")
    editor, slug = Hands(desk.editor), desk.mandate.slug
    team = {"first": desk.first.pk, "second": desk.second.pk, "adjudicator": desk.adjudicator.pk}
    values = {"as_of": (TODAY - timedelta(days=1)).isoformat(), **team}
    editor.sends("new_round", slug, status=422, **values)
    editor.sends("new_round", slug, status=422, **values, stand_in=desk.second.pk)
    editor.sends("new_round", slug, **values, stand_in=fourth.pk)
    coders = {
        case.pledge.area: set(case.assignments.filter(task="code").values_list("user", flat=True))
        for case in Case.objects.select_related("pledge")
    }
    assert coders == {
        "education": {fourth.pk, desk.second.pk},
        "roads": {desk.first.pk, desk.second.pk},
    }


def test_a_list_is_imported_after_a_look_at_it(desk: Desk) -> None:
    monitor, slug = Hands(desk.first), desk.mandate.slug
    text = "premtimi;fusha;afati;buxheti\nNjë çerdhe;education;31.12.2028;1.250,50\nNjë urë;hapësira;;\n"
    facts = {"language": "sq", "url": "https://example.org/lista"}
    shown = monitor.sends(
        "import_list", slug, status=200, file=SimpleUploadedFile("lista.csv", text.encode()), **facts
    )
    assert not Pledge.objects.exists()
    for read in ("hapësira", "31 dhjetor 2028", "1250.50", "Shkollat dhe kopshtet"):
        assert read in shown
    token = re.search(r'name="rows" value="([^"]+)"', shown)
    assert token
    monitor.sends("import_list", slug, rows=token[1] + "x")
    assert not Pledge.objects.exists()
    monitor.sends("import_list", slug, rows=token[1])
    assert Pledge.objects.get().quote == "Një çerdhe"
    monitor.sends("import_list", slug, status=422, file=SimpleUploadedFile("x.csv", b"a;b\n"), **facts)


def test_a_list_names_the_programme_that_it_was_taken_from(desk: Desk) -> None:
    """Its page is checked against the programme, and readers are led there; without one it needs an address."""
    monitor, slug = Hands(desk.first), desk.mandate.slug
    programme, others = a_programme(desk, number=4), a_programme(a_desk("prizren", "tjetra"))
    text = "premtimi;fusha;faqja\nNjë çerdhe;education;4\nNjë urë;roads;5\n"

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("lista.csv", text.encode())

    missing = monitor.sends("import_list", slug, status=422, file=file(), language="sq", url="")
    assert "Zgjidhni programin ose shkruani adresën." in missing
    monitor.sends("import_list", slug, status=422, file=file(), language="sq", programme=others.pk)
    shown = monitor.sends("import_list", slug, status=200, file=file(), language="sq", programme=programme.pk)
    assert "Programi nuk e ka këtë faqe." in shown and programme.title in shown
    token = re.search(r'name="rows" value="([^"]+)"', shown)
    assert token
    monitor.sends("import_list", slug, rows=token[1])
    pledge = Pledge.objects.get()
    assert (pledge.quote, pledge.programme, pledge.page) == ("Një çerdhe", programme, 4)
    assert pledge.source_url == ""


def test_places_are_searched_added_and_taken_away_without_javascript(desk: Desk) -> None:
    """Nothing is saved or found wrong meanwhile; what was written in other fields stays."""
    place, far = (
        make_place(desk.municipality, "vitomirice", 42.68, 20.33),
        make_place(make_municipality("prizren"), "zhur", 42.16, 20.62),
    )
    monitor, pledge = Hands(desk.first), a_draft(desk)
    seen = pledge.changed_at.isoformat()
    begun = {"quote": "", "language": "sq", "area": "roads", "title_sq": "Rruga", "seen": seen}
    found = monitor.sends(
        "pledge_desk", pledge.uid, status=200, **begun, places_words="vitomir", places_find="1"
    )
    assert f'name="places_add" value="{place.pk}"' in found
    assert 'value="Rruga"' in found and seen in found and "error-text" not in found
    by_enter = monitor.sends("pledge_desk", pledge.uid, status=200, **begun, places_words="zhur")
    assert "places_add" not in by_enter and "Asnjë vend nuk e ka këtë emër." in by_enter
    added = monitor.sends(
        "pledge_desk", pledge.uid, status=200, **begun, places_words="v", places_add=place.pk
    )
    assert f'name="places" value="{place.pk}"' in added and 'name="places_remove"' in added
    gone = monitor.sends(
        "pledge_desk", pledge.uid, status=200, **begun, places=[place.pk], places_remove=place.pk
    )
    assert 'name="places"' not in gone
    assert not pledge.places.exists()
    written = {
        **begun,
        "quote": "Do ta asfaltojmë rrugën.",
        "source_url": "https://example.org/",
        "save": "1",
    }
    assert "error-text" in monitor.sends("pledge_desk", pledge.uid, status=422, **written, places=[far.pk])
    monitor.sends("pledge_desk", pledge.uid, **written, places=[place.pk], places_words="v")
    assert list(pledge.places.all()) == [place]
    assert f'name="places" value="{place.pk}"' in monitor.reads("pledge_desk", pledge.uid)
