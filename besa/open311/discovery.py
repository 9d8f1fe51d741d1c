"""What the discovery document says."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.open311.writing import CONTENT_TYPES

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
#: when something that programs see was changed last
CHANGED: Final = "2026-11-22T00:00:00Z"


def discovered() -> dict[str, Any]:
    """Contact, how to get a key, and the one endpoint with its forms."""
    address = site_address(DEFAULT.key)
    # All addresses stand beside the discovery document.
    endpoint = address + reverse("open311:discovery", args=["json"]).rpartition("/")[0]
    return {
        "changeset": CHANGED,
        "contact": settings.DEFAULT_FROM_EMAIL or address,
        "key_service": f"Reading needs no key. To send reports, ask the administrators of {address} for one.",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": endpoint,
                "changeset": CHANGED,
                "type": "test" if settings.DEMO else "production",
                "formats": list(CONTENT_TYPES.values()),
            }
        ],
    }
