"""A GeoReport v2 endpoint of somebody else. All of it goes through `core.outward`; only the worker calls it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from besa.core.outward import Answer, Limits, fetch, post
from besa.open311.foreign.formats import Row, Unreadable, read_rows, text_of
from besa.open311.moments import moment

FORMS = ("json", "xml")
_LIMITS = Limits(size=8_000_000)


class Refused(Exception):
    """The endpoint answered with an error. `status` is HTTP's; `says` its own words."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(f"{status} {says}")
        self.status = status
        self.says = says


@dataclass(frozen=True)
class Endpoint:
    """Where it is, in which form it is spoken to, and about which of its jurisdictions."""

    address: str
    form: str = "json"
    jurisdiction: str = ""

    def services(self) -> list[Row]:
        """What can be reported there."""
        return self._get("services")

    def attributes(self, code: str) -> list[Row]:
        """The attributes of a service."""
        rows = self._get(f"services/{quote(code, safe='')}")
        found = rows[0].get("attributes") if rows else None
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    def send(self, values: Sequence[tuple[str, str]], *, once: str) -> list[Row]:
        """Make a request; `once` lets an endpoint that knows `Idempotency-Key` make it once."""
        body = urlencode([*values, *self._own()]).encode()
        answer = post(
            self._url("requests"),
            body=body,
            content_type="application/x-www-form-urlencoded",
            headers={"Idempotency-Key": once},
            limits=_LIMITS,
        )
        return self._rows(answer)

    def number_of(self, token: str) -> str:
        """The number that a token stands for by now; empty while there is none."""
        rows = self._get(f"tokens/{quote(token, safe='')}")
        return text_of(rows[0], "service_request_id") if rows else ""

    def updates(self, since: dt.datetime, until: dt.datetime) -> list[Row]:
        """What happened there between two moments, as FixMyStreet reads it."""
        times = {"start_date": moment(since), "end_date": moment(until)}
        return self._get("servicerequestupdates", times)

    def requests(self, numbers: Sequence[str]) -> list[Row]:
        """How some requests stand."""
        return self._get("requests", {"service_request_id": ",".join(numbers)})

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> list[Row]:
        pairs = [*(query or {}).items(), *self._own()]
        url = self._url(path) + (f"?{urlencode(pairs)}" if pairs else "")
        return self._rows(fetch(url, limits=_LIMITS))

    def _url(self, path: str) -> str:
        return f"{self.address.rstrip('/')}/{path}.{self.form}"

    def _own(self) -> list[tuple[str, str]]:
        return [("jurisdiction_id", self.jurisdiction)] if self.jurisdiction else []

    def _rows(self, answer: Answer) -> list[Row]:
        try:
            rows = read_rows(answer.body, self.form)
        except Unreadable:
            if answer.ok:
                raise
            raise Refused(answer.status, "") from None
        if not answer.ok:
            raise Refused(answer.status, "; ".join(text_of(row, "description") for row in rows)[:300])
        return rows
