"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from besa.core import held
from besa.insights import memory as facts

#: folders with a few long tests each: they begin first, or one worker would end minutes after the other
LONG = {"simulation", "browser"}
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


@pytest.fixture
def shared_data() -> Path:
    """Folder of real data for trials; the test is skipped where it is not there."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data is not on this machine")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _nothing_held_of_another_test() -> None:
    held.forget_all()
    facts.forget()


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> None:
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_folders(settings: object, tmp_path: Path) -> None:
    """Every test writes photos, ledger heads, keys and what is cached to a folder of its own."""
    folder = {"LOCATION": tmp_path / "cache"}
    settings.CACHES = {"default": settings.CACHES["default"] | folder}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PUSH_KEY_FILE = tmp_path / "push-key.pem"
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
