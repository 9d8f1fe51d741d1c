"""Keys are given and taken back on the command line; the ledger knows, and never the key itself."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from besa.ledger.models import Entry
from besa.ledger.verbs import sentence_of
from besa.open311.models import ApiKey, Scope
from besa.open311.services.keys import KeyRefused, create_api_key, revoke_api_key
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db


def command(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue().strip()


def test_a_key_is_shown_once_and_kept_as_a_hash() -> None:
    make_municipality()
    text = command(
        "create_api_key", "ndreqe-app", "--scope", "report", "--municipality", "peja", "--per-hour", "9"
    )
    key = ApiKey.objects.get()
    assert len(text) >= 43
    assert (key.name, key.scopes, key.per_hour) == ("ndreqe-app", ["report"], 9)
    assert key.municipality == make_municipality()
    assert text not in json.dumps(list(ApiKey.objects.values()), default=str)
    leaf = json.loads(Entry.objects.get().leaf)
    assert (leaf["verb"], leaf["municipality"]) == ("open311.key_created", "peja")
    assert leaf["public"] == {"name": "ndreqe-app", "per_hour": 9, "scopes": ["report"]}
    assert text not in Entry.objects.get().leaf
    assert key.key_hash not in Entry.objects.get().leaf


def test_keys_are_listed_and_revoked() -> None:
    command("create_api_key", "an-app", "--scope", "report")
    assert "an-app  all municipalities  report  120/h" in command("revoke_api_key")
    assert "valid" in command("revoke_api_key")
    assert "nothing any more" in command("revoke_api_key", "an-app")
    assert "revoked before" in command("revoke_api_key", "an-app")
    assert "  revoked " in command("revoke_api_key")
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "open311.key_created",
        "open311.key_revoked",
    ]
    with pytest.raises(CommandError, match="no key"):
        command("revoke_api_key", "unknown")


@pytest.mark.parametrize(
    "values",
    [
        {"name": "two words"},
        {"name": ""},
        {"name": "x" * 61},
        {"scopes": []},
        {"per_hour": 0},
        {"name": "taken"},
    ],
)
def test_what_is_unfit_is_refused(values: dict[str, Any]) -> None:
    create_api_key(name="taken", scopes=[Scope.REPORT])
    with pytest.raises(KeyRefused):
        create_api_key(**({"name": "an-app", "scopes": [Scope.REPORT]} | values))
    assert (ApiKey.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_command_says_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="atlantis"):
        command("create_api_key", "an-app", "--scope", "report", "--municipality", "atlantis")
    with pytest.raises(CommandError, match="letters"):
        command("create_api_key", "an app", "--scope", "report")


def test_revoking_is_recorded_once() -> None:
    key, _ = create_api_key(name="an-app", scopes=[Scope.REPORT])
    assert [revoke_api_key(key=key), revoke_api_key(key=key)] == [True, False]


def test_the_ledgers_words_are_in_all_languages() -> None:
    said = set()
    for language in ("sq", "sr", "sr-latn", "en"):
        with translation.override(language):
            said |= {str(sentence_of(f"open311.key_{verb}")) for verb in ("created", "revoked")}
    assert len(said) == 8
