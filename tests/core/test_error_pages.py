"""What went wrong is said in the reader's language; the pages ask the database for nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from besa.core.brands import DEFAULT
from besa.core.views import errors


def request_without_database() -> HttpRequest:
    request = RequestFactory().get("/sq/anything/")
    request.brand = DEFAULT
    return request


PAGES = {
    400: lambda request: errors.bad_request(request, SuspiciousOperation()),
    403: lambda request: errors.forbidden(request, PermissionDenied()),
    404: lambda request: errors.not_found(request, Exception()),
    500: errors.server_error,
}


@pytest.mark.parametrize("status", PAGES)
@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "en"])
def test_an_error_page_needs_no_database_and_no_session(status: int, language: str) -> None:
    # Without pytest's django_db mark any query raises.
    with translation.override(language):
        response: HttpResponse = PAGES[status](request_without_database())
    assert response.status_code == status
    page = response.content.decode()
    assert f'href="/{language}/"' in page
    assert "<h1>" in page


def test_a_csrf_failure_says_what_to_do() -> None:
    with translation.override("en"):
        response = errors.csrf_failure(request_without_database(), reason="no cookie")
    assert response.status_code == 403
    assert "send the form again" in response.content.decode()


@pytest.mark.django_db
def test_an_address_that_does_not_exist(client: Client) -> None:
    response = client.get("/en/there-is-no-such-page/")
    assert response.status_code == 404
    assert "We cannot find that page" in response.content.decode()
    assert response["Content-Security-Policy"]
