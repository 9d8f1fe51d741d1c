"""Clips: readable, in time, with computed numbers; and a page that says plainly when ffmpeg is missing."""

from __future__ import annotations

import shutil
import struct
import subprocess
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from besa.core import languages
from besa.core.brands import BRANDS
from besa.insights.clips.captions import sub_rip, transcript, web_vtt
from besa.insights.clips.clip import Bar, Scene
from besa.insights.clips.filming import ffmpeg_path, film
from besa.insights.clips.pacing import (
    FADE_S,
    LONGEST_S,
    NOTICE_S,
    SHORTEST_S,
    WORDS_PER_SECOND,
    TooMuchToReadError,
    paced,
    seconds_to_read,
)
from besa.insights.editions import Wanted
from besa.insights.models import Edition
from besa.insights.queries.clips import TOPICS, clip_wanted
from besa.insights.services.editions import make_edition
from besa.insights.typesetting import NotSetError, Output, typeset
from besa.places.models import Municipality
from besa.pledges.models import Mandate, Pledge
from tests.factories.pledges import a_desk, a_frozen_list
from tests.factories.public import make_category, make_municipality, make_report

#: the pictures of a film as they are shown
RAW = ["-map", "0:v", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
#: of each scene, in one number: how many words it says, how many bars it has, and whether it may be left out
planned = st.lists(st.integers(0, 26 * 4 * 2 - 1), min_size=2, max_size=9)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(planned)
def test_every_scene_can_be_read_and_the_whole_takes_15_to_45_seconds(
    plan: list[int],
) -> None:
    bar = Bar("Gropa në rrugë", "3", 1)
    said = [
        Scene("step", "fjalë " * (one // 8), bars=(bar,) * (one // 2 % 4), optional=bool(one % 2))
        for one in plan
    ]
    must = [scene for scene in said if not scene.optional]
    try:
        clip = paced(said)
    except TooMuchToReadError:
        assert sum(seconds_to_read(scene) + FADE_S for scene in must) > LONGEST_S - 0.04 * len(must)
        return
    assert SHORTEST_S - 1e-6 <= sum(scene.seconds for scene in clip) <= LONGEST_S + 0.04 * len(clip)
    for scene in clip:
        n = sum(len(text.split()) for text in scene.read)
        assert scene.seconds - FADE_S >= NOTICE_S + n / WORDS_PER_SECOND - 1e-6
    kept = [scene.said for scene in clip]
    assert [scene.said for scene in must] == [
        s for s, scene in zip(kept, clip, strict=True) if not scene.optional
    ]


def test_captions_follow_one_another_and_cannot_be_broken_out_of() -> None:
    said = paced([Scene("title", "a --> b\n\nNOTE <c>"), Scene("bars", "x", bars=(Bar("Gropa", "3", 1),))])
    content = {
        "scenes": [asdict(scene) for scene in said],
        "municipality": "Peja", "name": "n", "counted": "c", "address": "a",
    }  # fmt: skip
    vtt = web_vtt(content)
    assert vtt.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert vtt.count("-->") == 2
    assert "a --&gt; b NOTE &lt;c&gt;" in vtt
    end = said[0].seconds
    assert f"00:00:{end:06.3f} --> 00:00:{end + said[1].seconds:06.3f}" in vtt
    assert sub_rip(content).startswith("1\n00:00:00,000 --> ")
    assert "Gropa: 3" in transcript(content)


@pytest.fixture
def town() -> Municipality:
    """Fourteen public reports of this month's days, as far as there are any, and as many that nobody may see."""
    return make_municipality(names={"sq": "Peja", "sr": "Пећ", "en": "Peja"})


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def wanted_of(topic: str, town: Municipality, language: str = "en") -> Wanted | None:
    return clip_wanted(topic, town, this_month(), language, BRANDS["ndreqe"])


def said_in(wanted: Wanted | None) -> str:
    assert wanted is not None
    return transcript(wanted.content)


@pytest.mark.django_db
def test_the_month_says_what_was_counted_and_nothing_that_is_private(town: Municipality) -> None:
    assert wanted_of("month", town) is None
    for number in range(12):
        category = make_category("lighting" if number % 3 else "potholes")
        make_report(
            municipality=town, category=category, created_at=timezone.now() - timedelta(minutes=number)
        )
    make_report(municipality=town, created_at=timezone.now() - timedelta(days=70))
    make_report(municipality=town, visibility="private")
    said = said_in(wanted_of("month", town))
    started_today = timezone.localdate().day > 1 or timezone.localtime().minute > 12
    if started_today:
        assert "12 problems were reported." in said
    assert "0 problems were fixed" in said
    assert "13 problems are still open." in said
    assert "As of" in said


@pytest.mark.django_db
def test_the_answer_that_is_promised_is_the_municipalitys_own(town: Municipality) -> None:
    said = said_in(wanted_of("report", town))
    assert "The municipality has promised an answer within 3 working days." in said
    assert "Open ndreqe.localhost:8000 on your phone." in said


@pytest.mark.django_db
def test_a_mayor_is_shown_with_denominators_and_without_pledges_not_at_all() -> None:
    desk = a_desk()
    pledges = a_frozen_list(desk)
    said = said_in(wanted_of("mayor", desk.municipality))
    assert f"{len(pledges)} pledges, none of them rated yet." in said
    assert "Not rated yet" in said
    Pledge.objects.update(state=Pledge.State.DROPPED)
    Mandate.objects.update(programme_state=Mandate.ProgrammeState.NONE)
    assert wanted_of("mayor", desk.municipality) is None
    assert wanted_of("mayor", make_municipality("istog")) is None


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.ALL)
def test_every_scene_is_drawn_in_both_sizes_without_covering_anything(language: str, tmp_path: Path) -> None:
    desk = a_desk()
    a_frozen_list(desk)
    for topic in ("report", "mayor"):
        wanted = wanted_of(topic, desk.municipality, language)
        assert wanted is not None
        pages = len(wanted.content["scenes"])
        outputs = [
            Output(f"{topic}-{name}-{{n}}.png", name, "png", pages=pages) for name in ("square", "story")
        ]
        typeset(wanted.kind.source, wanted.content, outputs, tmp_path)
        assert Image.open(tmp_path / f"{topic}-square-{pages}.png").size == (1080, 1080)
        assert Image.open(tmp_path / f"{topic}-story-{pages}.png").size == (1080, 1920)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_a_film_is_h264_that_starts_at_once_and_is_the_same_every_time(tmp_path: Path) -> None:
    frames = [tmp_path / f"{colour}.png" for colour in ("red", "blue")]
    for frame in frames:
        Image.new("RGB", (64, 96), frame.stem).save(frame)
    film(frames, [1.2, 1.0], tmp_path / "one.mp4")
    film(frames, [1.2, 1.0], tmp_path / "two.mp4")
    content = (tmp_path / "one.mp4").read_bytes()
    assert content == (tmp_path / "two.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"avc1" in content
    assert b"mp4a" in content
    decoded = subprocess.run(
        [ffmpeg_path(), "-v", "error", "-i", tmp_path / "one.mp4", *RAW],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    one = 64 * 96 * 3
    assert len(decoded) == one * 55
    first, last = decoded[:3], decoded[-3:]
    assert first[0] > 200 > 60 > first[2]
    assert last[2] > 200 > 60 > last[0]
    middle = struct.unpack("3B", decoded[one * 36 : one * 36 + 3])
    assert 60 < middle[0] < 200


def test_what_ffmpeg_complains_of_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 1\n")
    program.chmod(0o755)
    Image.new("RGB", (64, 64)).save(tmp_path / "frame.png")
    with override_settings(FFMPEG=str(program)), pytest.raises(NotSetError, match="Unknown encoder libx264"):
        film([tmp_path / "frame.png"], [2.0], tmp_path / "film.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ffmpeg", "frame.png"]


def a_program(folder: Path) -> str:
    """Takes the place of ffmpeg: writes some bytes to the file that is asked for."""
    program = folder / "ffmpeg"
    program.write_text('#!/bin/sh\nfor last; do :; done\nprintf 0123456789 > "$last"\n')
    program.chmod(0o755)
    return str(program)


@pytest.mark.django_db
def test_one_click_then_progress_then_a_player_and_files(town: Municipality, tmp_path: Path) -> None:
    browser = Client()
    with override_settings(FFMPEG=a_program(tmp_path)):
        page = browser.get("/en/m/peja/clips/?topic=report&language=sq").content.decode()
        assert "Make the clip" in page
        answer = browser.post("/en/m/peja/clips/", {"topic": "report", "language": "sq"}, follow=True)
        assert "<progress" in answer.content.decode()
        make_edition(pk=Edition.objects.get().pk)
        assert Edition.objects.get().error == ""
        ready = browser.get(f"/en/m/peja/clips/?{answer.request['QUERY_STRING']}").content.decode()
    assert '<track kind="captions" src="/clips/peja/report/sq/captions.vtt?' in ready
    assert 'srclang="sq"' in ready
    part = browser.get("/clips/peja/report/sq/story.mp4", headers={"range": "bytes=2-3"})
    assert (part.status_code, part.content, part["Content-Type"]) == (206, b"23", "video/mp4")
    assert browser.get("/clips/peja/report/sq/captions.vtt").content.startswith(b"WEBVTT")


@pytest.mark.django_db
def test_without_ffmpeg_the_page_says_what_is_missing_and_orders_nothing(town: Municipality) -> None:
    browser = Client()
    with override_settings(FFMPEG="/nowhere/ffmpeg"):
        page = browser.get("/en/m/peja/clips/").content.decode()
        assert "the program ffmpeg is not installed. Everything else works." in page
        assert "BESA_FFMPEG" in page
        assert "Make the clip" not in page
        assert browser.post("/en/m/peja/clips/", {"topic": "report"}).status_code == 200
        assert not Edition.objects.exists()


@pytest.mark.django_db
def test_bad_input_is_the_usual_and_an_empty_month_says_so(town: Municipality) -> None:
    browser = Client()
    for query in ("topic=x&month=2026-13&language=xx", "topic=mayor&month=9999-01", "month=" + "9" * 99):
        assert browser.get(f"/en/m/peja/clips/?{query}").status_code == 200
    assert "There is nothing to tell yet" in browser.get("/en/m/peja/clips/?topic=month").content.decode()
    assert set(TOPICS) == {"report", "month", "mayor"}
    with translation.override("en"):
        assert wanted_of("mayor", town) is None
