"""A report that another program sends: checked by the same form as a citizen's."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from besa.core import languages
from besa.core.idempotency import Submission, hash_of, is_key
from besa.core.outward import OutwardError, check_address
from besa.open311.errors import Open311Error, bad, forbidden, missing
from besa.open311.models import ApiKey
from besa.open311.origins import LONGEST, began_here
from besa.open311.parameters import read_jurisdiction, value_of
from besa.open311.queries.services import offered_in
from besa.reports.drafts import MAX_ADDRESS, MAX_PHOTOS, ReportDraft
from besa.reports.forms.submission import ReportForm, answer_name
from besa.reports.models import Question
from besa.reports.queries.categories import OfferedCategory
from besa.reports.queries.where import Nowhere, NowhereError, Spot, places_found, spot_of

_PHONE = re.compile(r"[0-9 +()/.-]{0,40}")
_LONGEST_URL = 500
_IS_URL = URLValidator(schemes=["http", "https"])
_NOWHERE = {
    Nowhere.MISSING: "lat and long, address_id or address_string is missing.",
    Nowhere.NOT_A_POINT: "lat and long are not degrees on the earth.",
    Nowhere.OUTSIDE: "The place is in no municipality that is known here.",
    Nowhere.INACTIVE: "The municipality of this place does not take reports here.",
}
#: our form's names → GeoReport's
_NAMES = {"category": "service_code", "text": "description", "name": "first_name and last_name"}


@dataclass(frozen=True)
class Posted:
    """A checked request, its photos not looked at yet. `device` is a keyed hash, 64 hexadecimal digits."""

    draft: ReportDraft
    phone: str
    device: str
    media_urls: list[str]
    origin: str
    files: list[UploadedFile[Any]]


def read_request(
    data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], key: ApiKey, *, brand: str
) -> Posted:
    """The report that a POST request means. Open311Error 400, 403 or 404 says what is wrong with it."""
    media = _read_photos(files)
    media_urls = read_media_urls(data, already=len(media))
    spot = _read_spot(data, key)
    category = _read_category(data, spot)
    form = _form(data, spot, category)
    _require_valid(form, category)
    language = translation.get_language() or languages.SQ
    return Posted(
        draft=form.draft(spot, language=language, brand=brand),
        phone=_read_phone(data),
        device=_device(key, value_of(data, "device_id")),
        media_urls=media_urls,
        origin=_read_origin(data),
        files=media,
    )


def read_submission(
    header: str, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], key: ApiKey
) -> Submission | None:
    """Key and content of a request that may be sent again, from its `Idempotency-Key`; None without one."""
    if not header:
        return None
    if not is_key(header):
        raise bad("Idempotency-Key is 16 to 80 letters, digits, hyphens and underscores.")
    body: dict[str, Any] = {name: data.getlist(name) for name in sorted(data) if name != "api_key"}
    body["media"] = [*data.getlist("media"), *map(_hash_of_file, files.getlist("media"))]
    return Submission(f"open311:{key.pk}", header, hash_of(body))


def _read_spot(data: QueryDict, key: ApiKey) -> Spot:
    jurisdiction = read_jurisdiction(data)
    slug = jurisdiction.slug if jurisdiction else ""
    try:
        spot = spot_of(lat=value_of(data, "lat"), lon=value_of(data, "long"), **_place(data, slug))
    except NowhereError as nowhere:
        raise bad(_NOWHERE[nowhere.reason]) from None
    if jurisdiction and spot.municipality != jurisdiction:
        raise bad("The place is not in the municipality of jurisdiction_id.")
    if key.municipality_id and key.municipality_id != spot.municipality.pk:
        raise forbidden("api_key is for another municipality.")
    return spot


def _place(data: QueryDict, slug: str) -> dict[str, str]:
    """What names a place where there is no point: a settlement's number, or an address that names one."""
    if place := value_of(data, "address_id"):
        return {"place": place}
    address = value_of(data, "address_string")[:MAX_ADDRESS]
    if found := places_found(address, slug) if address else []:
        return {"place": str(found[0].id)}
    return {"municipality": slug if address else ""}


def _read_category(data: QueryDict, spot: Spot) -> OfferedCategory:
    code = value_of(data, "service_code")
    if not code:
        raise bad("service_code is missing.")
    found = [category for category in offered_in(spot.municipality) if category.key == code]
    if not found:
        raise missing("service_code was not found.")
    return found[0]


def _form(data: QueryDict, spot: Spot, category: OfferedCategory) -> ReportForm:
    """Of words GeoReport says that they may be left out: for some cities a place and a service are a report."""
    values = {
        "category": category.key,
        "text": value_of(data, "description"),
        "address": value_of(data, "address_string"),
        "name": f"{value_of(data, 'first_name')} {value_of(data, 'last_name')}".strip(),
        "email": value_of(data, "email"),
    }
    return ReportForm(
        values | _answers(data, category),
        categories=[category],
        needs_email=not spot.municipality.anonymous_reports,
        needs_words=False,
    )


def _answers(data: QueryDict, category: OfferedCategory) -> dict[str, str]:
    """`attribute[code]=value` as our form's fields. Open311Error 400 for one that the service does not have.

    `attribute[code][]=value`, as some programs send what could be several, is the same.
    """
    questions = {f"attribute[{question.key}]": question for question in category.questions}
    answers = {}
    for name in data:
        if not name.startswith("attribute[") or not (value := value_of(data, name)):
            continue
        if (question := questions.get(name.removesuffix("[]"))) is None:
            raise bad(f"{name[:80]} is no attribute of this service.")
        # A datetime of GeoReport, of which our question is the day.
        is_day = question.kind == Question.Kind.DATE and "T" in value
        answers[answer_name(category, question)] = value[:10] if is_day else value
    return answers


def _require_valid(form: ReportForm, category: OfferedCategory) -> None:
    names = _NAMES | {answer_name(category, one): f"attribute[{one.key}]" for one in category.questions}
    with translation.override(languages.EN):
        wrong = [
            f"{names.get(name, name)}: {error}" for name, errors in form.errors.items() for error in errors
        ]
    if wrong:
        raise bad(" ".join(wrong))


def _read_phone(data: QueryDict) -> str:
    phone = value_of(data, "phone")
    if not _PHONE.fullmatch(phone):
        raise bad("phone is at most 40 digits, blanks and the signs + ( ) / . -")
    return phone


def _read_origin(data: QueryDict) -> str:
    """Where another system says that it had the report from. Open311Error 409 for one that began here."""
    origin = value_of(data, "origin")[:LONGEST]
    if began_here(origin):
        raise Open311Error(409, "This report began here: it is not made a second time.")
    return origin


def _read_photos(files: MultiValueDict[str, UploadedFile[Any]]) -> list[UploadedFile[Any]]:
    media = files.getlist("media")
    if len(media) > MAX_PHOTOS:
        raise bad(f"A report can have {MAX_PHOTOS} photos.")
    return media


def read_media_urls(data: QueryDict, *, already: int = 0) -> list[str]:
    """The addresses in `media_url`; together with photos that came as files no more than a report takes."""
    urls = [url.strip() for url in data.getlist("media_url") if url.strip()]
    if already + len(urls) > MAX_PHOTOS:
        raise bad(f"A report can have {MAX_PHOTOS} photos.")
    for url in urls:
        _require_url(url)
    return urls


def _require_url(url: str) -> None:
    problem: Open311Error = bad(f"media_url is no public web address of at most {_LONGEST_URL} characters.")
    if len(url) > _LONGEST_URL:
        raise problem
    try:
        _IS_URL(url)
        check_address(url)
    except (ValidationError, OutwardError):
        raise problem from None


def _device(key: ApiKey, device_id: str) -> str:
    text = f"open311:{key.pk}:{device_id}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()


def _hash_of_file(file: UploadedFile[Any]) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
