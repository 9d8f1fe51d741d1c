"""Share kits: texts that fit each network, numbers that were counted, a zip that is always the same."""

from __future__ import annotations

import io
import stat
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.core.brands import BRANDS
from besa.core.models import OutboxEvent
from besa.insights.editions import KINDS, folder_of, key_of
from besa.insights.models import Edition
from besa.insights.queries.editions import corner_of, poster_wanted
from besa.insights.queries.kits import kit_languages, kit_wanted
from besa.insights.queries.messages import messages_of
from besa.insights.queries.month import count_month
from besa.insights.services import kits
from besa.insights.services.editions import order_edition
from besa.insights.services.kits import make_kit
from besa.insights.sharekit.calendar import Entry, as_icalendar, posting_days
from besa.insights.sharekit.networks import NETWORKS, X_ADDRESS, x_weight
from besa.insights.sharekit.packing import UnsafeNameError, pack
from besa.insights.sharekit.texts import Message, hashtag, text_for
from besa.insights.typesetting import typeset
from besa.places.calendar_files import read_calendar
from besa.places.models import Municipality
from besa.reports.queries.where import spot_of
from tests.factories.pdf import read_pdf
from tests.factories.public import make_category, make_municipality, make_report

#: sentences by their lengths, how long the address is, which of the rest there is
plans = st.tuples(st.lists(st.integers(2, 170), min_size=1, max_size=5), st.integers(0, 150), st.booleans())


def a_message(lengths: list[int], of_address: int, more: bool) -> Message:
    return Message(
        topic="month",
        title="Një titull " * (lengths[0] // 9),
        sentences=tuple(("x" + "ë 日€—a " * 30)[: length - 1].strip() + "." for length in lengths),
        counted="As of 31 October 2026." if more else "",
        url="https://ndreqe.com/sq/m/" + "p" * of_address,
        hashtags=("#Peja", "#Ndreqe", "#HapuraTëDhëna") if more else (),
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(plans, st.sampled_from(sorted(NETWORKS)))
def test_no_text_is_too_long_and_none_loses_its_address_or_half_a_sentence(
    plan: tuple[list[int], int, bool], key: str
) -> None:
    message, network = a_message(*plan), NETWORKS[key]
    made = text_for(message, network)
    assert made.length == network.count(made.text) <= network.most
    assert message.url in made.text.split("\n\n")
    told = made.text.split("\n\n")[0]
    assert told.endswith((".", " …", "…"))
    assert told.startswith(message.sentences[0]) or told.endswith("…")
    assert made.text.count("#") <= message.url.count("#") + network.hashtags


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("abc", 3),
        ("ëč", 2),
        ("Пећ", 3),
        ("€", 2),
        ("— “ ”", 5),
        ("日本", 4),
        ("e\u0308", 1),
        ("see https://ndreqe.com/sq/m/peja/statistics/?since=2026-10-01 now", 8 + X_ADDRESS),
    ],
)
def test_x_counts_as_x_does(text: str, weight: int) -> None:
    assert x_weight(text) == weight


def test_hashtags_are_one_word_that_readers_can_take_apart() -> None:
    assert hashtag("Fushë Kosova") == "#FushëKosova"
    assert hashtag("Северна Митровица") == "#СевернаМитровица"
    assert hashtag("a-b <c>_d") == "#ABCd"
    assert hashtag("2026") == hashtag("!!") == ""


def test_posts_come_on_working_tuesdays_and_thursdays() -> None:
    closed = date(2026, 11, 24)
    days = posting_days(date(2026, 11, 22), 3, lambda day: day != closed)
    assert days == [date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 3)]
    with pytest.raises(ValueError, match="hardly ever open"):
        posting_days(date(2026, 11, 22), 1, lambda day: False)


@given(st.text(max_size=120))
def test_the_calendar_file_is_read_back_by_our_own_reader(title: str) -> None:
    text = as_icalendar(
        [Entry(date(2026, 11, 26), "month", title, "a\nb;c")],
        name="Peja",
        uid="x@besa",
        stamp=date(2026, 11, 22),
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == 1
    found = read_calendar(text.encode(), first=date(2026, 11, 1), last=date(2026, 12, 1))
    assert [one.day for one in found.days] == [date(2026, 11, 26)]
    assert "DESCRIPTION:a\\nb\\;c" in text


def test_a_zip_is_always_the_same_and_stays_in_its_folder(tmp_path: Path) -> None:
    files: dict[str, Path | bytes] = {"sq/texts/x.txt": b"b", "calendar.ics": b"a"}
    pack(files, tmp_path / "one.zip")
    pack(dict(reversed(files.items())), tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == sorted(files)
        assert stat.S_IMODE(archive.infolist()[0].external_attr >> 16) == 0o644
    for name in ("../x", "/x", "a//b", "a/../b", "C:\\x", "ë.txt", ".hidden", "a b", ""):
        with pytest.raises(UnsafeNameError):
            pack({name: b""}, tmp_path / "bad.zip")
    assert not (tmp_path / "bad.zip").exists()


@pytest.fixture
def town() -> Municipality:
    town = make_municipality(names={"sq": "Peja", "sr": "Пећ", "en": "Peja"}, languages=["sq"])
    for number in range(3):
        make_report(
            municipality=town, category=make_category(), created_at=timezone.now() - timedelta(seconds=number)
        )
    make_report(municipality=town, visibility="private")
    return town


def this_month() -> date:
    return timezone.localdate().replace(day=1)


@pytest.mark.django_db
def test_the_texts_say_what_was_counted(town: Municipality) -> None:
    month = count_month(town, this_month())
    with translation.override("en"):
        told = {message.topic: message for message in messages_of(town, this_month(), "en", BRANDS["ndreqe"])}
    assert set(told) == {"month", "report"}
    said = " ".join(told["month"].sentences)
    assert f"{month.reported} problems were reported." in said
    assert f"{month.open} problems are still open." in said
    assert month.open == 3
    assert "answers that were due" not in said
    assert "Report it in a minute. Show on the map where it is." in " ".join(told["report"].sentences)
    assert kit_languages(town) == ["sq", "en"]
    assert kit_languages(make_municipality("istog")) == ["sq", "sr-latn", "sr", "en"]


@pytest.mark.django_db
def test_one_button_then_progress_then_a_zip_with_everything(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    with override_settings(FFMPEG="/nowhere/ffmpeg"):
        assert "Make the share kit" in browser.get("/en/m/peja/share-kit/").content.decode()
        page = browser.post("/en/m/peja/share-kit/", follow=True).content.decode()
        assert "<progress" in page
        kit = Edition.objects.get(kind="kits")
        monkeypatch.setattr(kits, "STRETCH_S", 0)
        make_kit(pk=kit.pk)
        kit.refresh_from_db()
        assert (kit.state, kit.done) == (Edition.State.WAITING, 0)
        assert OutboxEvent.objects.filter(name="insights.edition_ordered").count() == 2
        monkeypatch.setattr(kits, "STRETCH_S", 60)
        make_kit(pk=kit.pk)
        kit.refresh_from_db()
        assert (kit.state, kit.done, kit.error) == (Edition.State.READY, kit.total, "")
        ready = browser.get("/en/m/peja/share-kit/").content.decode()
    assert "the program ffmpeg is not installed" in ready
    answer = browser.get(f"/kits/peja/{this_month():%Y-%m}/en/kit.zip")
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        x_texts = archive.read("sq/texts/x.txt").decode()
    sizes = ("portrait", "square", "story", "wide")
    assert {f"{language}/cards/month/{size}.png" for language in ("sq", "en") for size in sizes} <= set(names)
    assert {
        "read-me.txt",
        "calendar.ics",
        "texts.csv",
        "sq/print/leaflet-a5.pdf",
        "sq/texts/alt-texts.txt",
    } <= set(names)
    assert not [name for name in names if name.endswith(".mp4") or name.startswith("en/print")]
    assert "/sq/m/peja/statistics/" in x_texts
    assert f"/cards/peja/{this_month():%Y-%m}/sq/square.png" in ready
    assert browser.get(f"/kits/peja/{this_month():%Y-%m}/en/calendar.ics").content.startswith(
        b"BEGIN:VCALENDAR"
    )


@pytest.mark.django_db
def test_what_cannot_be_made_is_left_out_and_the_page_says_so(town: Municipality) -> None:
    with override_settings(FFMPEG="/nowhere/ffmpeg"):
        wanted = kit_wanted(town, this_month(), "en", BRANDS["besa"])
    kit = order_edition(wanted=wanted)
    pieces = Edition.objects.exclude(pk=kit.pk)
    pieces.exclude(kind="cards").update(state=Edition.State.FAILED)
    broken = pieces.filter(kind="cards", series__contains="/en/").get()
    Edition.objects.filter(pk=broken.pk).update(content=broken.content | {"municipality": "北京"})
    make_kit(pk=kit.pk)
    kit.refresh_from_db()
    assert kit.state == Edition.State.READY
    assert broken.series in kit.error
    with ZipFile(folder_of(kit.key) / "kit.zip") as archive:
        assert "sq/cards/month/square.png" in archive.namelist()
        assert "en/cards/month/square.png" not in archive.namelist()
    assert "Some files could not be made" in Client().get("/en/m/peja/share-kit/").content.decode()


@pytest.mark.django_db
def test_the_same_numbers_make_the_same_kit_and_others_another(town: Municipality) -> None:
    first = key_of(kit_wanted(town, this_month(), "en", BRANDS["besa"]))
    assert key_of(kit_wanted(town, this_month(), "en", BRANDS["besa"])) == first
    make_report(municipality=town, visibility="private")
    assert key_of(kit_wanted(town, this_month(), "en", BRANDS["besa"])) == first
    make_report(municipality=town, created_at=timezone.now())
    assert key_of(kit_wanted(town, this_month(), "en", BRANDS["besa"])) != first


@pytest.mark.django_db
def test_a_leaflet_has_two_sides_with_the_categories_and_the_promise_of_the_place(
    town: Municipality, tmp_path: Path
) -> None:
    wanted = poster_wanted(town, corner_of(spot_of(municipality="peja"), "en"), "en", BRANDS["ndreqe"])
    outputs = [output for output in KINDS["posters"].outputs if output.layout.startswith("leaflet")]
    typeset(wanted.kind.source, wanted.content, outputs, tmp_path)
    for name, copies in (("leaflet-a5.pdf", 1), ("leaflet-a4.pdf", 2)):
        pdf = read_pdf((tmp_path / name).read_bytes())
        assert (pdf.pages, pdf.tagged, pdf.universal) == (2, True, True)
        assert pdf.text.count("An answer within 3 working days.") == copies
        assert "Pothole" in pdf.text


@pytest.mark.django_db
def test_nobody_orders_kits_without_end_and_bad_input_is_the_usual(town: Municipality) -> None:
    browser = Client()
    with override_settings(FFMPEG="/nowhere/ffmpeg"):
        for _ in range(8):
            make_report(municipality=town, created_at=timezone.now())
            browser.post("/en/m/peja/share-kit/", {"month": "x"})
    assert Edition.objects.filter(kind="kits").count() == 6
    assert browser.get("/en/m/peja/share-kit/?month=9999-99").status_code == 200
    assert browser.get("/en/m/nowhere/share-kit/").status_code == 404
