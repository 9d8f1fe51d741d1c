"""Published works for other programs: JSON with frozen figures, tables, citations, feeds, photos, files, cards."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from besa.core.cards.keeping import card_answer, folder_of_cards
from besa.core.context_processors import brand_of
from besa.core.feeds import FORMS as FEED_FORMS
from besa.core.feeds import Feed
from besa.core.languages import ALL
from besa.core.links import absolute_url, site_address
from besa.pledges.views.documents import as_archived
from besa.publications.cards.publication_card import paint_publication_card
from besa.publications.exports.citing import FORMS as CITATION_FORMS
from besa.publications.exports.public_feeds import entry_of
from besa.publications.exports.public_json import numbers_csv, table_csv, tables_of, work_data
from besa.publications.manuscript import Manuscript
from besa.publications.photo_files import photo_path
from besa.publications.queries.public_cards import publication_card
from besa.publications.queries.public_files import public_file, public_photo, sent_of
from besa.publications.queries.public_works import Shown, newest_lines, read_wanted
from besa.publications.views.public import manuscript_of, shown_or_404

_ENTRIES = 40
_CACHE = "public, max-age=60"


@require_safe
def work_json(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A work with its frozen figures. `?version=` is an earlier one."""
    shown, work = _asked(request, slug, language)
    data = work_data(work, shown.revision)
    return _open(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))


@require_safe
def numbers(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Every number of the text with its key, as a table."""
    _shown, work = _asked(request, slug, language)
    return _table(numbers_csv(work), f"{slug}-{language}-numbers")


@require_safe
def table(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """One table, chart or list of the text, counted from 1."""
    _shown, work = _asked(request, slug, language)
    found = tables_of(work)
    if not 1 <= number <= len(found):
        raise Http404
    return _table(table_csv(found[number - 1]), f"{slug}-{language}-{number}")


@require_safe
def citation(request: HttpRequest, slug: str, language: str, form: str) -> HttpResponse:
    """How to cite it, for programs that manage literature."""
    if form not in CITATION_FORMS:
        raise Http404
    _shown, work = _asked(request, slug, language)
    write, content_type = CITATION_FORMS[form]
    response = HttpResponse(write(work), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{language}.{form}"'
    return _open(response)


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """New publications as Atom or JSON Feed; the same questions as the list."""
    brand, language = brand_of(request), get_language() or ""
    lines = newest_lines(language, _ENTRIES, read_wanted(request.GET))
    changed = max((line.changed_at for line in lines), default=timezone.now())
    about = Feed(
        title=gettext("Publications"),
        url=site_address(brand.key) + request.get_full_path(),
        page=absolute_url("publications:list", language=language, brand=brand.key),
        language=language,
        brand=brand.key,
        publisher=brand.name,
        changed_at=changed,
    )
    write, content_type = FEED_FORMS[form]
    response = HttpResponse(
        write(about, [entry_of(about, line) for line in lines]), content_type=content_type
    )
    response["Last-Modified"] = http_date(changed.timestamp())
    return _open(response)


@require_safe
def card(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The social card."""
    found = publication_card(slug, language)
    if found is None:
        raise Http404
    return card_answer(
        request, folder_of_cards("publications", slug), language, found, paint_publication_card
    )


@require_safe
def photo(request: HttpRequest, key: str, size: str) -> HttpResponseBase:
    """One size of a photo that a public text shows."""
    if public_photo(key) is None:
        raise Http404
    response = as_archived(photo_path(key, size), "image/webp")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """A file that a public text offers, to be saved and never opened on our pages."""
    found = public_file(uid)
    if found is None:
        raise Http404
    sent = sent_of(found.document)
    return as_archived(sent.path, sent.media_type, f"{found.document.sha256[:16]}.{sent.ending}")


def _asked(request: HttpRequest, slug: str, language: str) -> tuple[Shown, Manuscript]:
    """The work in exactly the language of the address: another one is another address."""
    version = request.GET.get("version", "")
    shown = shown_or_404(slug, int(version) if version.isdecimal() and version.isascii() else None, language)
    if shown.withdrawn or language not in ALL or shown.language != language:
        raise Http404
    return shown, manuscript_of(shown, brand_of(request))


def _table(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    """Anybody's page may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = _CACHE
    response["X-Content-Type-Options"] = "nosniff"
    return response
