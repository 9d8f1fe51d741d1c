"""Open311's addresses."""

from besa.open311.views.reading import (
    discovery,
    request_of_number,
    requests,
    service,
    services,
    token,
    unknown,
    updates,
)

__all__ = ["discovery", "request_of_number", "requests", "service", "services", "token", "unknown", "updates"]
