"""What citizens send on pledges, sent as their browsers do."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from besa.core.time_trap import SALT
from besa.core.vouching import new_key
from besa.pledges.models import Contribution, Pledge
from besa.pledges.services.documents import read_document
from tests.factories.people import a_person, browser_of
from tests.factories.photos_small import jpeg

KEY = "k" * 24


def minutes_ago() -> str:
    """A stamp of a form that was shown a minute ago."""
    return signing.dumps(int((timezone.now().timestamp() - 60) * 1000), salt=SALT)


def sends(client: Client, pledge: Pledge, **fields: Any) -> HttpResponse:
    """The form on a pledge, with a photo unless other files are given."""
    values = {"text": "Çerdhja është hapur.", "key": KEY, "stamp": minutes_ago(), "photos": jpeg(), **fields}
    with translation.override("sq"):
        path = reverse("pledges:contribute", args=[pledge.mandate.slug, pledge.uid])
        return client.post(path, {name: value for name, value in values.items() if value is not None})


def a_contribution(pledge: Pledge, email: str = "drita@example.org", **fields: Any) -> Contribution:
    """In the inbox, its files read: sent by somebody who is signed in."""
    before = set(Contribution.objects.values_list("pk", flat=True))
    answer = sends(browser_of(a_person(email)), pledge, **{"key": new_key(), **fields})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    made = Contribution.objects.exclude(pk__in=before).get()
    for document in made.documents.exclude(kind="web_page"):
        read_document(document_id=document.pk)
    return made
