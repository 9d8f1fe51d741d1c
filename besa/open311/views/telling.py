"""What a municipality's own system says about its reports."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, QueryDict

from besa.core.idempotency import KeyReusedError, Submission, hash_of
from besa.core.throttling import ThrottledError
from besa.open311.errors import Open311Error, bad, forbidden, missing
from besa.open311.foreign.states import MEANINGS, meaning_of
from besa.open311.forms import read_media_urls
from besa.open311.models import ApiKey, Scope
from besa.open311.parameters import posted_values, read_id, read_jurisdiction, value_of
from besa.open311.queries.keys import key_with
from besa.open311.queries.updates import STATUSES
from besa.open311.services.taking_updates import NothingToldError, take_update
from besa.open311.services.telling import Word
from besa.reports.models import Report
from besa.reports.queries.public import public_reports
from besa.reports.services.state_change import StaleReport

_LONGEST = 4_000


def tell(request: HttpRequest) -> list[dict[str, Any]]:
    """Take one update: words, a state, or both."""
    data = posted_values(request)
    key = key_with(Scope.UPDATE, value_of(data, "api_key"))
    report, word = _report(data, key), _word(data)
    try:
        number = take_update(key=key, report=report, word=word, submission=_submission(data, key))
    except NothingToldError:
        raise bad(_nothing_told(report, word)) from None
    except KeyReusedError:
        raise Open311Error(409, "This update_id came with other content before.") from None
    except StaleReport:
        raise Open311Error(409, "The report has just changed. Look at it, and send this again.") from None
    except ThrottledError:
        wait = {"Retry-After": str(-(-3600 // key.per_hour))}
        raise Open311Error(429, "This api_key has sent too much. Wait.", headers=wait) from None
    return [{"update_id": number}]


def _nothing_told(report: Report, word: Word) -> str:
    """Why an update would be none: whoever sent it believes that something happened."""
    if word.text:
        return "description holds no words."
    stands = f"The report is {STATUSES[report.state]}, which this status does not change, and there is no "
    return f"{stands}description that could be shown."


def _report(data: QueryDict, key: ApiKey) -> Report:
    jurisdiction = read_jurisdiction(data)
    pk = read_id(value_of(data, "service_request_id"))
    if pk is None:
        raise bad("service_request_id is missing, or is no number.")
    found = public_reports().select_related("municipality", "category").filter(pk=pk).first()
    if found is None or (jurisdiction and found.municipality_id != jurisdiction.pk):
        raise missing("service_request_id was not found.")
    if key.municipality_id != found.municipality_id:
        raise forbidden("api_key is not of the municipality of this report.")
    return found


def _word(data: QueryDict) -> Word:
    status, text = value_of(data, "status"), value_of(data, "description")
    if status and _unknown(status):
        raise bad(f"status is one of: {', '.join(MEANINGS)}.")
    if len(text) > _LONGEST:
        raise bad(f"description is at most {_LONGEST} characters.")
    if not status and not text:
        raise bad("status or description is missing.")
    return Word(meaning_of(status), text, read_media_urls(data))


def _unknown(status: str) -> bool:
    return status.lower().replace("-", "_").replace(" ", "_") not in MEANINGS


def _submission(data: QueryDict, key: ApiKey) -> Submission | None:
    """An update with a name of its own there is taken once."""
    name = value_of(data, "update_id")
    if not name:
        return None
    body = {field: data.getlist(field) for field in sorted(data) if field != "api_key"}
    return Submission(f"open311-update:{key.pk}", sha256(name.encode()).hexdigest(), hash_of(body))
