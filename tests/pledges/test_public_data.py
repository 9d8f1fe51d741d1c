"""Pledges for other programs: tables, JSON by its schema, Popolo, feeds, frames, cards; and nothing too much."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta
from PIL import Image

from besa.core.brands import DEFAULT
from besa.core.cards.shapes import shape_mask
from besa.core.tokens import PLEDGE_STATUS
from besa.pledges.cards.pledge_card import PledgeCard, paint_pledge_card
from besa.pledges.document_files import write_original
from besa.pledges.models import Document, Mandate, Pledge, Round
from besa.pledges.public_cards import title_of
from besa.pledges.public_diff import differences
from besa.pledges.queries.public_social import pledge_card
from besa.pledges.services.drafting import Source
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_document,
    a_draft,
    a_frozen_list,
    a_round,
    both_code,
    case_of,
    some_evidence,
)
from tests.factories.public_pledges import published_mandate
from tests.pledges.test_public_pages import corrected, published

pytestmark = pytest.mark.django_db


def get(path: str, **more: str) -> bytes:
    response = Client().get(path, more)
    assert response.status_code == 200, path
    return bytes(response.getvalue())


def test_json_keeps_its_schema() -> None:
    desk = a_desk()
    pledge = published(desk, "partly", "stalled", "superseded")[0]
    corrected(desk, pledge, "in_progress")
    a_draft(desk, "Ende draft.")
    schema = json.loads(get("/pledges/schema.json"))
    meta.validate(schema)
    data = json.loads(get(f"/pledges/{desk.mandate.slug}.json"))
    Draft202012Validator(schema).validate(data)
    assert data["counts"]["total"] == 3
    assert data["counts"]["scored"] == 2
    assert data["pledges"][0]["status"] == "in_progress"
    assert len(data["pledges"][0]["ratings"]) == 2
    assert data["pledges"][0]["replies"][0]["text"] == "Po <b>punojmë</b>."
    assert data["rounds"][0]["alpha_nominal"]["n"] == 3
    earlier = json.loads(get(f"/pledges/{desk.mandate.slug}.json", on=str(TODAY - timedelta(days=1))))
    Draft202012Validator(schema).validate(earlier)
    assert earlier["pledges"] == []
    assert Client().get(f"/pledges/{desk.mandate.slug}.json?on=never").status_code == 404


def test_json_is_not_sent_twice() -> None:
    mandate = published_mandate(n=5)
    first = Client().get(f"/pledges/{mandate.slug}.json")
    again = Client().get(f"/pledges/{mandate.slug}.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert first["Access-Control-Allow-Origin"] == "*"


def test_a_table_runs_nothing() -> None:
    desk = a_desk()
    a_draft(desk, '=HYPERLINK("https://example.org")', source=Source(url="https://example.org/programi"))
    freeze_list(mandate=desk.mandate, by=desk.editor)
    rows = list(csv.DictReader(io.StringIO(get(f"/pledges/{desk.mandate.slug}.csv").decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["quote"].startswith("'=")
    assert rows[0]["status"] == ""
    assert rows[0]["municipality"] == "peja"


def test_popolo_names_everything_once() -> None:
    mandate = published_mandate(n=2)
    data = json.loads(get("/pledges/popolo.json"))
    assert [one["id"] for one in data["memberships"]] == [mandate.slug]
    member = data["memberships"][0]
    for key, table in (
        ("person_id", "persons"),
        ("organization_id", "organizations"),
        ("post_id", "posts"),
        ("area_id", "areas"),
    ):
        assert member[key] in {row["id"] for row in data[table]}


def test_feeds_tell_of_ratings_and_corrections() -> None:
    desk = a_desk()
    pledge = published(desk, "partly", "stalled")[0]
    corrected(desk, pledge, "in_progress")
    root = ElementTree.fromstring(get(f"/en/pledges/{desk.mandate.slug}/feed.atom"))
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = root.findall("a:entry", space)
    assert len({entry.findtext("a:id", "", space) for entry in entries}) == 3
    assert "Corrected: In progress" in entries[0].findtext("a:title", "", space)
    items = json.loads(get(f"/en/pledges/{desk.mandate.slug}/feed.json"))["items"]
    assert len(items) == 3


def test_only_the_pages_for_frames_stand_in_frames() -> None:
    desk = a_desk()
    pledge = published(desk, "fulfilled")[0]
    for rest in ("", f"{pledge.uid}/"):
        page = Client().get(f"/en/pledges/{desk.mandate.slug}/{rest}")
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        frame = Client().get(f"/en/pledges/{desk.mandate.slug}/{rest}embed/")
        assert "frame-ancestors *" in frame["Content-Security-Policy"]
        assert "script-src 'self'" in frame["Content-Security-Policy"]
        assert "X-Frame-Options" not in frame
        assert "<nav" not in frame.content.decode()
        assert "<form" not in frame.content.decode()


def test_oembed_knows_our_pages_and_no_others() -> None:
    desk = a_desk()
    pledge = published(desk, "fulfilled")[0]
    draft = a_draft(desk, "Ende draft.")
    page = Client().get(f"/en/pledges/{desk.mandate.slug}/{pledge.uid}/").content.decode()
    address = page.split('rel="canonical" href="')[1].split('"')[0]
    card = json.loads(get("/oembed", url=address, maxwidth="300"))
    assert card["width"] == 300
    assert f"{address}embed/" in card["html"]
    assert card["title"] == title_of(pledge)[0], "readers of frames hear what is in them"
    ElementTree.fromstring(get("/oembed", url=address, format="xml"))
    for wrong in (
        address.replace(pledge.uid, draft.uid),
        address.replace("/en/", "/xx/"),
        f"https://example.org/en/pledges/{desk.mandate.slug}/",
        address.replace(f"{pledge.uid}/", "feed.atom"),
        "javascript:alert(1)",
        "",
    ):
        assert Client().get("/oembed", {"url": wrong}).status_code == 404, wrong
    assert Client().get("/oembed", {"url": address, "format": "yaml"}).status_code == 501


def test_a_claim_review_cannot_end_its_element() -> None:
    desk = a_desk()
    published(desk, "fulfilled")
    pledge = Pledge.objects.get(mandate=desk.mandate)
    Pledge.objects.filter(pk=pledge.pk).update(quote="</script><script>alert(1)</script>")
    html = Client().get(f"/en/pledges/{desk.mandate.slug}/{pledge.uid}/").content.decode()
    review = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert review["claimReviewed"] == "</script><script>alert(1)</script>"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Fulfilled",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 4,
    }


def picture(path: str) -> Image.Image:
    image = Image.open(BytesIO(get(path)))
    assert image.size == (1200, 630)
    return image


def test_a_corrected_card_says_so() -> None:
    desk = a_desk()
    pledge = published(desk, "partly", "stalled")[0]
    path = f"/cards/pledges/{pledge.uid}-sq.png"
    before = picture(path).tobytes()
    card = pledge_card(pledge.uid, "en")
    assert card is not None
    assert card.corrected == ""
    corrected(desk, pledge, "in_progress")
    after = pledge_card(pledge.uid, "en")
    assert after is not None
    assert after.corrected.startswith("Corrected on")
    assert picture(path).tobytes() != before
    picture(f"/cards/mandates/{desk.mandate.slug}-sr.png")
    assert Client().get("/cards/pledges/nosuch-en.png").status_code == 404


def test_every_status_has_a_shape_of_its_own() -> None:
    assert len({shape_mask(token, 64).tobytes() for token in PLEDGE_STATUS}) == len(PLEDGE_STATUS)
    unrated = PledgeCard("pledge_unrated", "Not rated yet", "x" * 400, "y" * 200, "", "", "en")
    assert paint_pledge_card(unrated, DEFAULT).startswith(b"\x89PNG")


def test_archived_files_are_open_once_something_published_rests_on_them() -> None:
    desk = a_desk()
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    evidence = some_evidence(desk, pledge)
    document = evidence.documents.get()
    write_original(document.key, b"%PDF-1.7 the file")
    path = f"/documents/{document.key}"
    round = a_round(desk)
    both_code(desk, round, pledge, "fulfilled", evidence)
    assert Client().get(path).status_code == 404
    round.refresh_from_db()
    publish(desk, round)
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the file"
    Document.objects.filter(pk=document.pk).update(kind="photo")
    assert Client().get(path).status_code == 404
    Document.objects.filter(pk=document.pk).update(state="refused")
    assert Client().get(f"{path}-thumb.webp").status_code == 404


def publish(desk: Desk, round: Round) -> None:
    """From decided to public."""
    request = send_for_reply(round=round, letter=Letter("zyra@example.org", "sq", "besa"), by=desk.editor)
    give_reply(request=request, text="Po punojmë.", author="Zyra", language="sq", case=None)
    finish_replies(request=request)
    round.refresh_from_db()
    approve_round(round=round, by=desk.editor)
    publish_round(round=round, by=desk.editor)


SECRETS = (
    "DRAFT-QUOTE",
    "BLIND-REASON",
    "UNPUBLISHED-REPLY",
    "UNUSED-EVIDENCE",
    "HIDDEN-PROGRAMME",
    "zyra@example.org",
)


def secretive() -> Mandate:
    """A mandate with one published round, and everything that must not be seen of the next one."""
    desk = a_desk()
    first = published(desk, "partly", "stalled")[0]
    a_draft(desk, "DRAFT-QUOTE", source=Source(url="https://example.org/HIDDEN-PROGRAMME"))
    unused = some_evidence(desk, first)
    type(unused).objects.filter(pk=unused.pk).update(summary="UNUSED-EVIDENCE", quote="UNUSED-EVIDENCE")
    round = a_round(desk, as_of=TODAY)
    for pledge in Pledge.objects.filter(mandate=desk.mandate, state="frozen"):
        rest = (unused,) if pledge == first else ()
        both_code(desk, round, pledge, "not_started", *rest, reason="BLIND-REASON")
    round.refresh_from_db()
    request = send_for_reply(round=round, letter=Letter("zyra@example.org", "sq", "besa"), by=desk.editor)
    for case in (None, case_of(round, first)):
        give_reply(
            request=request, text="UNPUBLISHED-REPLY", author="UNPUBLISHED-REPLY", language="sq", case=case
        )
    a_document()
    return desk.mandate


def test_nothing_unpublished_leaks_through_any_exit() -> None:
    mandate = secretive()
    shown = Pledge.objects.filter(mandate=mandate, state="frozen").first()
    draft = Pledge.objects.get(mandate=mandate, state="draft")
    assert shown is not None
    type(mandate.municipality).objects.update(active=True)
    own = f"/en/pledges/{mandate.slug}/"
    pages = [own, f"{own}?q=draft", f"{own}embed/", f"{own}feed.atom", f"{own}feed.json"]
    pages += [f"{own}{shown.uid}/{rest}" for rest in ("", "embed/", "print/")]
    pages += [f"/en/pledges/{rest}" for rest in ("", "compare/", "corrections/", "method/")]
    pages += [f"/pledges/{mandate.slug}.json", f"/pledges/{mandate.slug}.csv", "/pledges/popolo.json"]
    pages += [f"/en/m/{mandate.municipality.slug}/", "/en/search/?q=draft"]
    for path in pages:
        text = get(path.split("?")[0], **dict(pair.split("=") for pair in path.split("?")[1:])).decode()
        for secret in (*SECRETS, draft.uid):
            assert secret not in text, (path, secret)
    for rest in ("", "embed/", "print/"):
        assert Client().get(f"{own}{draft.uid}/{rest}").status_code == 404
    assert Client().get(f"/cards/pledges/{draft.uid}-en.png").status_code == 404
    for document in Document.objects.exclude(evidence__ratings__isnull=False):
        assert Client().get(f"/documents/{document.key}").status_code == 404
        assert Client().get(f"/documents/{document.key}-1.webp").status_code == 404


@given(st.text(max_size=60), st.text(max_size=60))
def test_differences_give_both_texts_back(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old


def test_a_text_that_says_something_else_is_shown_as_a_whole() -> None:
    changed = differences("Kontrata për çerdhen është nënshkruar.", "Kontrata për çerdhen është prishur.")
    assert [piece.kind for piece in changed] == ["same", "gone", "new"]
    other = differences("Kontrata për çerdhen është nënshkruar.", "Kati përdhes është në punë qysh në tetor.")
    assert [piece.kind for piece in other] == ["gone", "new"]
