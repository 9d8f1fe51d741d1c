"""Addresses chosen by users reach the public internet and nothing else, however they are written or resolved."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from besa.core import outward
from besa.core.outward import Limits, OutwardError, check_address, fetch, post
from besa.core.public_addresses import is_public, read_trust
from tests.core.outward_servers import Server, certified, running

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
NETWORKS = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]


@pytest.fixture
def server(settings: object) -> Iterator[Server]:
    with running(Server()) as made:
        trust(settings, f"127.0.0.1:{made.port}")
        yield made


def trust(settings: object, *entries: str) -> None:
    settings.OUTWARD_TRUSTED = read_trust(entries)


def here(host: str, port: int) -> list[str]:
    """A resolver for which every name is this machine."""
    return ["127.0.0.1"]


def refusal(url: str, **more: object) -> str:
    with pytest.raises(OutwardError) as caught:
        fetch(url, **more)
    return caught.value.key


@pytest.mark.parametrize("address", REFUSED)
def test_no_address_but_public_ones(address: str) -> None:
    assert not is_public(ip_address(address))
    assert refusal("http://x.example/", resolve=lambda host, port: [address]) == "forbidden_address"
    # One bad address among good ones is enough.
    assert (
        refusal("http://x.example/", resolve=lambda host, port: ["8.8.8.8", address]) == "forbidden_address"
    )


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
@hypothesis_settings(deadline=None)
def test_never_more_generous_than_the_standard_library(address: IPv4Address | IPv6Address) -> None:
    if is_public(address):
        assert address.is_global and not address.is_multicast and not address.is_reserved


def spellings(address: IPv4Address) -> list[str]:
    """The ways in which the system's own resolver reads an IPv4 address."""
    a, b, c, d = address.packed
    number = int(address)
    rest = (b << 16) + (c << 8) + d
    return [
        str(address),
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{rest}",
        f"0x{a:x}.0x{rest:x}",
        f"0{a:o}.{b}.{(c << 8) + d}",
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
    ]


@given(
    st.sampled_from(NETWORKS).flatmap(lambda network: st.ip_addresses(v=4, network=IPv4Network(network))),
    st.integers(0, 11),
    st.sampled_from(["http", "https", "HTTP"]),
)
@example(IPv4Address("169.254.169.254"), 2, "http")
@hypothesis_settings(deadline=None)
def test_no_spelling_of_a_private_address_passes(address: IPv4Address, way: int, scheme: str) -> None:
    url = f"{scheme}://{spellings(address)[way]}/latest/meta-data"
    for attempt in (lambda: fetch(url), lambda: check_address(url)):
        with pytest.raises(OutwardError) as caught:
            attempt()
        assert caught.value.key in ("forbidden_address", "unknown_host", "malformed")
        assert caught.value.key != "unknown_host" or way == 1


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org:70/_x", "scheme"),
        ("example.org", "scheme"),
        ("http://", "malformed"),
        ("http:///path", "malformed"),
        ("http://user:word@example.org/", "credentials"),
        ("http://8.8.8.8:22/", "port"),
        ("http://8.8.8.8:25/", "port"),
        ("http://example.org\\@127.0.0.1/", "malformed"),
        ("http://exa mple.org/", "malformed"),
        ("http://example.org/\r\nHost: x", "malformed"),
        ("http://[::1", "malformed"),
        ("http://example.org:99999/", "malformed"),
        ("http://8.8.8.8:0/", "port"),
    ],
)
def test_what_is_no_address_for_us(url: str, key: str) -> None:
    assert refusal(url) == key
    with pytest.raises(OutwardError, match=key):
        check_address(url)


@given(st.text(max_size=60))
@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_is_refused_or_asked_for(text: str) -> None:
    with pytest.raises(OutwardError):
        fetch(text, resolve=lambda host, port: [])


def test_it_speaks_to_a_trusted_host_under_its_own_name(server: Server) -> None:
    url = f"http://hook.example:{server.port}/a%20b?c=ë"
    answer = post(url, body=b"{}", content_type="application/json", headers={"X-One": "1"}, resolve=here)
    assert (answer.status, answer.ok, answer.body) == (200, True, b"here")
    method, path, headers, body = server.seen[0]
    assert (method, path, body) == ("POST", "/a%20b?c=%C3%AB", b"{}")
    assert headers["Host"] == f"hook.example:{server.port}"
    assert headers["X-One"] == "1" and headers["Content-Type"] == "application/json"


def test_trust_names_one_port_or_the_usual_ones(server: Server, settings: object) -> None:
    url = f"http://127.0.0.1:{server.port}/"
    trust(settings, "127.0.0.1")
    assert refusal(url) == "forbidden_address"
    trust(settings, "127.0.0.0/8")
    assert refusal(url) == "forbidden_address"
    trust(settings, f"hook.example:{server.port}")
    assert refusal(url) == "forbidden_address"
    assert fetch(f"http://Hook.example.:{server.port}/", resolve=here).ok
    check_address(f"http://hook.example:{server.port}/")
    with pytest.raises(ValueError, match="neither"):
        read_trust([":80"])


def test_a_name_that_resolves_differently_the_second_time_reaches_nothing(
    server: Server, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding, at the system's own resolver: whoever asks it twice would be sent to the second server."""
    with running(Server("127.0.0.2")) as inner:
        trust(settings, f"127.0.0.1:{server.port}", f"127.0.0.1:{inner.port}")
        asked: list[str] = []
        real = socket.getaddrinfo

        def rebinding(host: str, port: int, *rest: object, **more: object) -> object:
            if host == "evil.example":
                asked.append(host)
                host = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
            return real(host, port, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        assert fetch(f"http://evil.example:{server.port}/").ok
        assert asked == ["evil.example"] and len(server.seen) == 1
        # The name now means the inner server: refused before anything is sent.
        assert refusal(f"http://evil.example:{inner.port}/") == "forbidden_address"
        assert inner.seen == []


def test_every_redirect_is_checked_again(server: Server) -> None:
    with running(Server("127.0.0.2")) as inner:
        server.answers["/away"] = (302, {"Location": f"http://127.0.0.2:{inner.port}/"}, b"")
        assert refusal(f"http://127.0.0.1:{server.port}/away") == "forbidden_address"
        server.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
        assert refusal(f"http://127.0.0.1:{server.port}/file") == "scheme"
        asked: list[str] = []

        def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1" if len(asked) == 1 else "10.0.0.1"]

        server.answers["/same"] = (307, {"Location": "/other"}, b"")
        url = f"http://evil.example:{server.port}/same"
        assert refusal(url, resolve=rebinding) == "forbidden_address"
        assert inner.seen == []


def test_redirects_lead_on_three_times_and_lose_secrets_elsewhere(server: Server, settings: object) -> None:
    base = f"http://127.0.0.1:{server.port}"
    for n in range(5):
        server.answers[f"/{n}"] = (302, {"Location": f"{n + 1}"}, b"")
    assert fetch(f"{base}/2").url == f"{base}/5"
    assert refusal(f"{base}/1") == "too_many_redirects"
    with running(Server()) as other:
        trust(settings, f"127.0.0.1:{server.port}", f"hook.example:{other.port}")
        server.answers["/on"] = (301, {"Location": f"http://hook.example:{other.port}/"}, b"")
        fetch(f"{base}/on", headers={"Authorization": "secret", "Accept": "text/xml"}, resolve=here)
        headers = other.seen[0][2]
        assert "Authorization" not in headers and headers["Accept"] == "text/xml"


def test_a_posted_body_stays_with_its_host(server: Server) -> None:
    base = f"http://127.0.0.1:{server.port}"
    server.answers["/kept"] = (308, {"Location": "/there"}, b"")
    server.answers["/lost"] = (302, {"Location": "/there"}, b"")
    server.answers["/away"] = (307, {"Location": f"http://other.example:{server.port}/"}, b"")
    server.answers["/door"] = (307, {"Location": "http://127.0.0.1:8080/"}, b"")
    assert post(f"{base}/kept", body=b"1", content_type="text/plain").ok
    assert [entry[:2] + entry[3:] for entry in server.seen] == [
        ("POST", "/kept", b"1"),
        ("POST", "/there", b"1"),
    ]
    assert post(f"{base}/lost", body=b"1", content_type="text/plain").status == 302
    for path in ("/away", "/door"):
        with pytest.raises(OutwardError, match="redirect_elsewhere"):
            post(f"{base}{path}", body=b"1", content_type="text/plain", resolve=here)


def test_it_stops_listening_to_much_and_to_slow_talkers(server: Server) -> None:
    base = f"http://127.0.0.1:{server.port}"
    assert refusal(f"{base}/huge", limits=Limits(size=50_000)) == "too_large"
    assert refusal(f"{base}/slow", limits=Limits(total=0.4)) == "timeout"
    server.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000))
    assert refusal(f"{base}/bomb", limits=Limits(size=50_000)) == "too_large"


def test_what_is_no_answer(server: Server) -> None:
    base = f"http://127.0.0.1:{server.port}"
    assert refusal(f"{base}/rubbish") == "broken_answer"
    server.answers["/short"] = (200, {"Content-Length": "50"}, b"not fifty")
    assert refusal(f"{base}/short", limits=Limits(total=2)) in ("broken_answer", "timeout")
    with pytest.raises(OutwardError, match="broken_answer"):
        post(base, body=b"", content_type="text/plain\r\nX-Smuggled: 1")


def test_a_slow_resolver_ends_too() -> None:
    def stuck(host: str, port: int) -> list[str]:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent.settimeout(5)
            silent.accept()
        return []

    assert refusal("http://slow.example/", resolve=stuck, limits=Limits(total=0.2)) == "timeout"


def test_nobody_there(settings: object) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    trust(settings, f"127.0.0.1:{port}")
    assert refusal(f"http://127.0.0.1:{port}/") == "unreachable"
    assert refusal("http://nobody.invalid/", resolve=lambda host, port: []) == "unknown_host"


def test_the_next_address_is_tried_when_the_first_is_silent(server: Server, settings: object) -> None:
    trust(settings, f"two.example:{server.port}")
    answer = fetch(
        f"http://two.example:{server.port}/", resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"]
    )
    assert answer.ok


def test_tls_is_checked_against_the_name_not_the_address(settings: object, tmp_path: Path) -> None:
    server = Server()
    tls = certified(server, "hook.example", tmp_path)
    with running(server):
        trust(settings, f"127.0.0.1:{server.port}")
        answer = fetch(f"https://hook.example:{server.port}/", resolve=here, tls=tls)
        assert answer.ok
        wrong = f"https://other.example:{server.port}/"
        assert refusal(wrong, resolve=here, tls=tls) == "certificate"
        assert refusal(f"https://hook.example:{server.port}/", resolve=here) == "certificate"
        server.answers["/down"] = (302, {"Location": f"http://hook.example:{server.port}/"}, b"")
        down = f"https://hook.example:{server.port}/down"
        assert refusal(down, resolve=here, tls=tls) == "redirect_elsewhere"


def test_the_environment_has_no_say(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(f"http://127.0.0.1:{server.port}/").ok


def test_what_is_permanent() -> None:
    assert OutwardError("forbidden_address").permanent
    assert not OutwardError("timeout").permanent
    assert outward.MAX_REDIRECTS == 3
