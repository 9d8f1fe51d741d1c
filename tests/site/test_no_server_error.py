"""Whatever is sent to whatever address, the answer is never a server error, and machines get errors they can read.

Each request is real, through the test client, and rolled back. An address is called as nobody, as a coordinator, as
a moderator and as an administrator, first with what belongs there, then with what nobody should ever send.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import hypothesis
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck
from hypothesis import strategies as st

from besa.config.wsgi import application
from besa.people.access import Kind
from besa.people.models import Role
from besa.site.access import URL_ACCESS
from tests.factories.addresses import ADDRESSES, Address, call, make_world, something_for
from tests.factories.people import a_member, browser_of

METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE")
#: addresses whose errors must be JSON, because programs read them
FOR_PROGRAMS = ("core:challenge", "reports:spot", "site-data:healthz", "ledger:")
#: what is put where a value belongs, as it stands in an address
HOSTILE = (
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "-1",
    "0",
    "00000000000000000000001",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999999",
    "9" * 4400,
    "1e308",
    "nan",
    "inf",
    "-inf",
    "1.5",
    "%D9%A3",
    "%C2%B2",
    "x" * 3000,
    "%F0%9F%92%A9" * 50,
    "%CC%81" * 100,
    "..%2f..%2fetc",
    "..%5c..",
    "'\"--",
    "%25s%25n",
    "{{7*7}}",
    "%0d%0aSet-Cookie:%20a=b",
    "%22a%22%20OR%20%2A%20NEAR(",
    "null",
    "[]",
    "%7b%22$gt%22:1%7d",
    "",
    "%20",
    "a,b,,%00,",
    "1,2,3,4",
    "-180,-90,180,90",
    "nan,nan,nan,nan",
    "2026-13-45",
    "0001-01-01T00:00:00%2B99:99_1",
    "9999-12-31T23:59:59.999999%2B00:00_9223372036854775808",
    "2026-01-01T00:00_%C2%B2",
)
#: a NUL is refused before anything else is looked at
READABLE = tuple(value for value in HOSTILE if "%00" not in value)
#: every parameter that some page reads from the query
PARAMETERS = (
    *(
        "action",
        "address",
        "age",
        "bbox",
        "before",
        "brand",
        "category",
        "department",
        "end",
        "fixed",
        "from",
    ),
    *("index", "kept", "lang", "lat", "lon", "municipality", "next", "page", "place", "q", "radius", "size"),
    *("start", "state", "t", "tab", "text", "to", "zoom"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[bad", "HTTP_HX_TARGET": "\x00"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%ff", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT": ";;q=,,*/*;q=x"},
    {"HTTP_ACCEPT_LANGUAGE": "sr-" + "a-" * 600 + ";q=9,,;;"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "[::bad"},
    {"HTTP_IF_NONE_MATCH": '"', "HTTP_IF_MODIFIED_SINCE": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"HTTP_RANGE": "bytes=9-1,-,x"},
    {"HTTP_REFERER": "http://[", "HTTP_ORIGIN": "null"},
    {"HTTP_COOKIE": 'sessionid="\\000"; csrftoken="\\000"; device="\\000"; language=%00; messages=["x'},
    {"HTTP_COOKIE": "sessionid=" + "x" * 4000 + "; device=\xff; language=../x; messages=a:b:c"},
    {"HTTP_USER_AGENT": "\x00" * 10, "HTTP_X_FORWARDED_FOR": "::::,%", "REMOTE_ADDR": ""},
    {"CONTENT_TYPE": "text/plain; charset=utf-16"},
    {"CONTENT_LENGTH": "abc"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b"{"),
    ("application/json", b'[{"a":' * 500),
    ("application/json", b"\xff\xfe\x00"),
    ("application/x-www-form-urlencoded", b"%00=%00&a=%ff&&&==&text=%ed%a0%80"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1100))),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=\xc3\xa9", b"--x"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n',
    ),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name\r\n\r\n\x00\r\n--x--"),
    (";;;", b"x"),
)
WHO = ("nobody", "coordinator", "moderator", "administrator")
#: forms sent as each person
EXAMPLES = 120
DECODED = [unquote_to_bytes(value).decode(errors="replace") for value in HOSTILE]
_FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
_VALUE = re.compile(r'\bvalue="([^"]*)"')


class Site:
    """A small world, browsers of some people, and what the forms of each page ask for."""

    def __init__(self) -> None:
        self.world = make_world()
        self.browsers = {
            "nobody": Client(),
            "coordinator": browser_of(a_member(Role.COORDINATOR, self.world.own)),
            "moderator": browser_of(a_member(Role.MODERATOR)),
            "administrator": browser_of(a_member(Role.ADMINISTRATOR), second_factor=True),
        }
        self.fields: dict[tuple[str, str], dict[str, str]] = {}

    def path(self, address: Address, wrong: dict[str, str]) -> str:
        """The path of an address with what belongs there, except for what is given."""
        cases = self.world.cases.get(URL_ACCESS[address.name].subject, [{}])

        def value(match: re.Match[str]) -> str:
            name = match[2]
            usual = cases[0].get(name, something_for(name, address.converters[name]))
            return wrong.get(name, str(usual))

        return re.sub(r"<(?:(\w+):)?(\w+)>", value, address.route)

    def form_of(self, who: str, address: Address) -> dict[str, str]:
        """Names and values of the fields on a page, as a browser would send them."""
        key = who, address.name
        if key not in self.fields:
            answer = call(self.browsers[who], "get", self.path(address, {}))
            page = "" if answer.streaming else answer.content.decode(errors="replace")
            self.fields[key] = {
                match[1]: html.unescape(value[1]) if (value := _VALUE.search(match[0])) else "1"
                for match in _FIELD.finditer(page)
            }
        return self.fields[key]

    def send(self, who: str, method: str, address: Address, path: str, **rest: Any) -> list[str]:
        """What is wrong with the answer to a request; empty when all is well."""
        told = f"{who}: {method} {path[:300]} {str(rest)[:600]}"
        send = {"form": ("post", path)}.get(method, ("generic", method, path))
        try:
            answer = call(self.browsers[who], *send, **rest)
        except Exception as error:  # the client raises what the server would have logged
            return [f"{told}: {error!r}"]
        return [f"{told}: {problem}" for problem in problems_of(answer, address, method)]


def problems_of(answer: HttpResponse, address: Address, method: str) -> list[str]:
    """Why an answer is no good."""
    if answer.status_code >= 500:
        return [str(answer.status_code)]
    found = answer.wsgi_request.resolver_match is not None  # else no view was asked
    for_programs = address.name.startswith(FOR_PROGRAMS) and method != "HEAD" and found
    if (
        for_programs
        and answer.status_code >= 400
        and answer.headers.get("Content-Type") != "application/json"
    ):
        return [f"{answer.status_code} is {answer.headers.get('Content-Type')}, not JSON"]
    return []


@pytest.fixture
def site(db: None, settings: Any) -> Site:
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    return Site()


def assert_none(wrong: Iterable[str]) -> None:
    """Fail with all that went wrong, not with the first alone."""
    found = list(wrong)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ["nobody", "administrator"])
def test_every_method_with_hostile_queries_bodies_and_headers(site: Site, who: str) -> None:
    """Each address gets each method, and half of the headers and bodies, with ever another query."""
    wrong = []
    for number, address in enumerate(ADDRESSES):
        path = site.path(address, {})
        for turn in range(number % 2, len(HEADERS), 2):
            query = "&".join(
                f"{name}={READABLE[(number + turn * 7 + place) % len(READABLE)]}"
                for place, name in enumerate(PARAMETERS)
            )
            method = METHODS[(turn // 2 + number) % len(METHODS)]
            kind, body = BODIES[(number + turn) % len(BODIES)]
            rest = {"content_type": kind, "data": body} if method in ("POST", "PUT") else {}
            wrong += site.send(who, method, address, f"{path}?{query}", **rest, **HEADERS[turn])
    assert_none(wrong)


def test_hostile_values_in_every_path_and_parameter(site: Site) -> None:
    """Each parameter of a path gets all hostile values; of a query, a third of them, by itself."""
    wrong = []
    for number, address in enumerate(ADDRESSES):
        who = "nobody" if URL_ACCESS[address.name].kind is Kind.PUBLIC else "administrator"
        for name in address.converters:
            for value in HOSTILE:
                wrong += site.send(who, "GET", address, site.path(address, {name: value}))
        if address.name.startswith(("account_", "mfa_")):
            continue
        path = site.path(address, {})
        for place, name in list(enumerate(PARAMETERS))[number % 3 :: 3]:
            value = HOSTILE[(number * 5 + place) % len(HOSTILE)]
            wrong += site.send(who, "GET", address, f"{path}?{name}={value}")
    assert_none(wrong)


@pytest.mark.parametrize("who", WHO)
def test_forms_filled_in_with_nonsense(site: Site, who: str) -> None:
    """Each form as its page shows it, some fields of it hostile."""

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(st.data())
    def fill_in(data: st.DataObject) -> None:
        address = data.draw(st.sampled_from(ADDRESSES))
        fields = site.form_of(who, address)
        names = data.draw(st.sets(st.sampled_from([*sorted(fields), *PARAMETERS]), min_size=1))
        value = st.one_of(st.sampled_from(DECODED), st.text(max_size=40), st.integers().map(str))
        sent: dict[str, Any] = fields | {name: data.draw(value) for name in names}
        if data.draw(st.booleans()):
            sent["photo"] = SimpleUploadedFile(data.draw(value) or "x", data.draw(st.binary(max_size=40)))
        query = quote(data.draw(value))
        wrong = site.send(who, "form", address, f"{site.path(address, {})}?q={query}", data=sent)
        assert_none(wrong)

    fill_in()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["rot13", "utf-16", "'hex'", "idna", "undefined", "\xff"])
def test_an_encoding_other_than_utf_8_is_refused_before_anything_reads_it(charset: str) -> None:
    environ = RequestFactory().get("/sq/?q=a").environ | {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    said: list[str] = []
    answer = application(environ, lambda status, _: said.append(status))
    assert (said, list(answer)) == (["400 Bad Request"], [b"Only UTF-8 is read here.\n"])
