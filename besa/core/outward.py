"""The one way to speak HTTP to an address that somebody else chose: a webhook, a foreign endpoint, a push service.

A host name is resolved once; every address it has must be public (`public_addresses`), and the connection goes to
one of exactly these, under the host's own name for TLS and `Host`. So a name that resolves differently a moment
later (DNS rebinding) reaches nothing. Every redirect is checked again. The answer is cut off at a size, the whole
exchange at a time. No proxy, cookie or setting of the environment is used.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, LocationParseError, SSLError
from urllib3.exceptions import TimeoutError as SlowError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from besa.core.public_addresses import USUAL_PORTS, is_public, plain
from besa.core.watched_connections import Watch, WatchedConnection, WatchedTlsConnection, watching

MAX_REDIRECTS = 3
#: addresses of one host that are tried, one after the other
_MAX_ADDRESSES = 4
#: what may follow a redirect to another host; all else could be a secret meant for the first
_HARMLESS = frozenset({"accept", "accept-language", "user-agent"})
_CHUNK = 64 * 1024

#: host, port → addresses as text
Resolver = Callable[[str, int], list[str]]


class OutwardError(Exception):
    """The exchange did not take place or not to its end. `key` says why; `permanent` that trying again is no use.

    Keys: malformed, scheme, credentials, port, unknown_host, forbidden_address, unreachable, certificate, timeout,
    too_large, too_many_redirects, redirect_elsewhere, broken_answer.
    """

    PERMANENT = frozenset(
        {"malformed", "scheme", "credentials", "port", "forbidden_address", "redirect_elsewhere"}
    )

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key}: {detail}" if detail else key)
        self.key = key

    @property
    def permanent(self) -> bool:
        """True when the address itself is at fault."""
        return self.key in self.PERMANENT


@dataclass(frozen=True)
class Limits:
    """How long, in seconds, and how much, in bytes."""

    connect: float = 5.0
    total: float = 20.0
    size: int = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in lower case; `url` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system knows them; OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_address(url: str) -> None:
    """Refuse an address that could never be spoken to, without a look at the network.

    For forms: OutwardError for a wrong scheme, port or syntax, and for an address in digits that is not public.
    """
    parts = _parsed(url)
    host, port = _host_of(parts), _port_of(parts)
    try:
        numeric = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        trusts = settings.OUTWARD_TRUSTED
        if port not in USUAL_PORTS and not any(trust.allows_port(port) for trust in trusts):
            raise OutwardError("port", str(port)) from None
        return
    _refuse_forbidden(host, port, [str(entry[4][0]) for entry in numeric])


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    resolve: Resolver = resolve_host,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """GET an address, following up to MAX_REDIRECTS redirects. Raises OutwardError."""
    return _exchange(_Request("GET", url, dict(headers or {})), limits, resolve, tls)


def post(
    url: str,
    *,
    body: bytes,
    content_type: str,
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    resolve: Resolver = resolve_host,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """POST to an address. A redirect is followed only where it keeps the body (307, 308) and the host.

    Raises OutwardError.
    """
    sent = {"Content-Type": content_type, **(headers or {})}
    return _exchange(_Request("POST", url, sent, body), limits, resolve, tls)


def _exchange(request: _Request, limits: Limits, resolve: Resolver, tls: ssl.SSLContext | None) -> Answer:
    deadline = monotonic() + limits.total
    for _ in range(MAX_REDIRECTS + 1):
        answer = _once(request, limits, deadline, resolve, tls)
        following = _redirected(request, answer)
        if following is None:
            return answer
        request = following
    raise OutwardError("too_many_redirects", request.url)


def _redirected(request: _Request, answer: Answer) -> _Request | None:
    """The request that a redirect asks for, or None when the answer is no redirect to follow."""
    target = answer.headers.get("location", "")
    keeps_body = answer.status in (307, 308)
    if not target or not (keeps_body or (answer.status in (301, 302, 303) and request.body is None)):
        return None
    old = _parsed(request.url)
    new = _parsed(urljoin(request.url, target))
    same_host = _host_of(old) == _host_of(new) and (_port_of(old), _port_of(new)) in _same_ports(old)
    if old.scheme == "https" and new.scheme != "https":
        raise OutwardError("redirect_elsewhere", "from https to http")
    if request.body is not None and not same_host:
        raise OutwardError("redirect_elsewhere", _host_of(new))
    kept = {name: value for name, value in request.headers.items() if same_host or name.lower() in _HARMLESS}
    return replace(request, url=new.url, headers=kept)


def _same_ports(old: Url) -> set[tuple[int, int]]:
    """The same port, or from http to https on the usual ones."""
    return {(_port_of(old), _port_of(old)), (80, 443)}


def _once(
    request: _Request, limits: Limits, deadline: float, resolve: Resolver, tls: ssl.SSLContext | None
) -> Answer:
    parts = _parsed(request.url)
    host, port = _host_of(parts), _port_of(parts)
    addresses = _addresses(host, port, deadline, resolve)
    _refuse_forbidden(host, port, addresses)
    with watching(deadline) as watch:
        try:
            connection = _connected(parts, addresses, limits, watch, tls)
            try:
                answer = _spoken(connection, request, parts, limits, deadline)
            finally:
                connection.close()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            if watch.expired or isinstance(error, SlowError | TimeoutError):
                raise OutwardError("timeout", host) from error
            raise OutwardError("broken_answer", f"{host}: {error}") from error
        if watch.expired:  # a connection cut off in the middle of the headers looks like one that ended well
            raise OutwardError("timeout", host)
        return answer


def _parsed(url: str) -> Url:
    if not url.isprintable() or any(letter in url for letter in " \\"):
        raise OutwardError("malformed", repr(url))
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise OutwardError("malformed", repr(url)) from error
    if parts.scheme not in ("http", "https"):
        raise OutwardError("scheme", parts.scheme or "")
    if parts.auth:
        raise OutwardError("credentials")
    if not parts.host or not _host_of(parts):
        raise OutwardError("malformed", repr(url))
    return parts


def _host_of(parts: Url) -> str:
    """The host without brackets and the last dot, as a certificate names it."""
    return (parts.host or "").strip("[]").rstrip(".").lower()


def _port_of(parts: Url) -> int:
    if parts.port is not None:
        return parts.port
    return 443 if parts.scheme == "https" else 80


def _addresses(host: str, port: int, deadline: float, resolve: Resolver) -> list[str]:
    """What the resolver says, asked in a thread of its own because it knows no time limit."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(resolve(host, port))
        except (OSError, UnicodeError):
            found.clear()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, deadline - monotonic()))
    if asking.is_alive():
        raise OutwardError("timeout", host)
    if not found:
        raise OutwardError("unknown_host", host)
    return found


def _refuse_forbidden(host: str, port: int, addresses: list[str]) -> None:
    trusts = settings.OUTWARD_TRUSTED
    for text in addresses:
        address = plain(text)
        if any(trust.covers(host, address, port) for trust in trusts):
            continue
        if not is_public(address):
            raise OutwardError("forbidden_address", host)
        if port not in USUAL_PORTS:
            raise OutwardError("port", str(port))


def _connected(
    parts: Url, addresses: list[str], limits: Limits, watch: Watch, tls: ssl.SSLContext | None
) -> HTTPConnection:
    """A connection to the first address that answers; nothing has been sent yet."""
    host, reason = _host_of(parts), ""
    for address in addresses[:_MAX_ADDRESSES]:
        connection = _connection(parts, address, limits, tls)
        connection.watch = watch
        try:
            connection.connect()
        except (SSLError, ssl.SSLError) as error:
            connection.close()
            raise OutwardError("timeout" if watch.expired else "certificate", f"{host}: {error}") from error
        except (HTTPError, OSError) as error:
            connection.close()
            reason = type(error).__name__
            if watch.expired:
                raise OutwardError("timeout", host) from error
            continue
        connection.timeout = limits.total
        return connection
    raise OutwardError("unreachable", f"{host}: {reason}")


def _connection(parts: Url, address: str, limits: Limits, tls: ssl.SSLContext | None) -> WatchedConnection:
    if parts.scheme == "http":
        return WatchedConnection(address, _port_of(parts), timeout=limits.connect)
    host = _host_of(parts)
    return WatchedTlsConnection(
        address,
        _port_of(parts),
        timeout=limits.connect,
        ssl_context=tls or _usual_tls(),
        server_hostname=host,
    )


@cache
def _usual_tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _spoken(
    connection: HTTPConnection, request: _Request, parts: Url, limits: Limits, deadline: float
) -> Answer:
    headers = {
        "User-Agent": f"Besa (+{settings.PUBLIC_ADDRESS})" if settings.PUBLIC_ADDRESS else "Besa",
        **request.headers,
        "Host": parts.netloc or "",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request(
        request.method,
        parts.request_uri,
        body=request.body,
        headers=headers,
        preload_content=False,
        decode_content=True,
    )
    response: Any = connection.getresponse()
    return Answer(
        status=response.status,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=_body(response, limits, deadline),
        url=request.url,
    )


def _body(response: BaseHTTPResponse, limits: Limits, deadline: float) -> bytes:
    """The body, as far as the limits go; never more of it in memory."""
    taken = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=True):
        taken += chunk
        if len(taken) > limits.size:
            raise OutwardError("too_large", f"more than {limits.size} bytes")
        if monotonic() > deadline:
            raise OutwardError("timeout")
    return bytes(taken)
