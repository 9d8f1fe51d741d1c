"""Health, for monitoring."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from besa import __version__
from besa.core.outbox import STUCK_AFTER, oldest_unsent
from besa.core.views.programs import for_programs
from besa.delivery.queries.deliveries import trouble_counts
from besa.ledger.queries import sealed_size


@for_programs
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Is it up, what runs, what waits: 503 only when the database does not answer, as nothing works then."""
    about: dict[str, Any] = {"status": "ok", "version": __version__, "database": connection.vendor}
    try:
        about |= _what_the_database_says()
    except DatabaseError:
        return JsonResponse(about | {"status": "down"}, status=503)
    return JsonResponse(about)


def _what_the_database_says() -> dict[str, Any]:
    oldest = oldest_unsent()
    stuck = oldest is not None and timezone.now() - oldest > STUCK_AFTER
    return {
        "status": "degraded" if stuck else "ok",
        "database_version": _database_version(),
        "ledger_size": sealed_size(),
        "oldest_unsent": oldest.isoformat() if oldest else None,
        **trouble_counts(),
    }


def _database_version() -> str:
    return ".".join(map(str, connection.get_database_version()))
