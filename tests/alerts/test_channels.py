"""Web push and webhooks against real services on loopback, which decrypt and check what arrives."""

from __future__ import annotations

import base64
import hmac
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse
from py_vapid import Vapid02

from besa.alerts import vapid
from besa.alerts.channels import push, webhook
from besa.alerts.kinds import ALL, Kind
from besa.alerts.models import Batch, Subscriber, Subscription
from besa.alerts.scopes import Scope
from besa.alerts.services.fan_out import tell_followers
from besa.alerts.services.sending import send_due
from besa.core.channels import AddressRefused
from besa.core.public_addresses import read_trust
from tests.alerts.test_mails import run_listeners
from tests.factories.alerts import follow_scope
from tests.factories.desk import a_report
from tests.factories.people import a_person, browser_of
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db


@dataclass
class Service:
    """A push service, or a program with a webhook: it keeps what came and answers with the codes it is given."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    kept = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.answers.pop(0) if kept.answers else 201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.address = f"http://127.0.0.1:{server.server_port}"
    settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{server.server_port}"])
    yield kept
    server.shutdown()
    server.server_close()


class Browser:
    """The receiving end of web push: a key pair and a secret."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.keys = {"p256dh": _text(point), "auth": _text(self.secret)}

    def read(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(plain))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _follow(service: Service, browser: Browser, **wish: Any) -> Subscription:
    return follow_scope(
        Scope(municipality=make_municipality()),
        f"{service.address}/send/abc",
        channel="push",
        secrets=browser.keys,
        kinds=ALL,
        **wish,
    )


def test_a_browser_can_decrypt_what_arrives_and_the_service_knows_who_sent_it(service: Service) -> None:
    browser = Browser()
    _follow(service, browser, language="sq")
    report = a_report()
    tell_followers(report=report, kind=Kind.NEW, source="published:1")
    assert send_due() == 1
    ((headers, body),) = service.came
    told = browser.read(body)
    assert told["url"] == f"/sq/reports/{report.pk}/" and told["lang"] == "sq"
    assert "Gropë" in told["title"] and "Peja" in told["body"]
    assert b"Peja" not in body
    assert (headers["content-encoding"], headers["topic"], headers["ttl"]) == (
        "aes128gcm",
        f"alert-{Batch.objects.get().pk}",
        "86400",
    )
    token, key = (
        part.split("=", 1)[1] for part in headers["authorization"].removeprefix("vapid ").split(",")
    )
    assert key.rstrip("=") == vapid.public_key()
    assert Vapid02.verify(headers["authorization"])
    claims = token.split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == service.address


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: Service, status: int) -> None:
    service.answers = [status]
    _follow(service, Browser())
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:1")
    send_due()
    assert (Subscriber.objects.count(), Subscription.objects.count(), Batch.objects.count()) == (0, 0, 0)


def test_a_service_that_is_busy_is_tried_again_under_the_same_name(service: Service) -> None:
    service.answers = [503, 201]
    browser = Browser()
    _follow(service, browser)
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:1")
    assert send_due() == 0
    batch = Batch.objects.get()
    assert (batch.state, batch.attempts) == ("waiting", 1)
    assert send_due() == 0 and len(service.came) == 1
    Batch.objects.update(next_attempt_at=batch.created_at)
    assert send_due() == 1
    (first, _), (second, body) = service.came
    assert first["topic"] == second["topic"]
    assert browser.read(body)["title"]


def test_a_message_the_service_refuses_for_good_is_given_up(service: Service) -> None:
    service.answers = [413]
    _follow(service, Browser())
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:1")
    send_due()
    assert Batch.objects.get().state == "failed"


GOOD = Browser().keys
SERVICE = "https://fcm.googleapis.com/fcm/send/abc"


def test_browsers_of_known_services_are_taken() -> None:
    push.check(SERVICE, GOOD)
    push.check("https://wns2-par02p.notify.windows.com/w/?token=x", GOOD)


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("http://fcm.googleapis.com/x", GOOD),
        ("https://evil.example/fcm.googleapis.com", GOOD),
        ("https://fcm.googleapis.com.evil.example/x", GOOD),
        ("https://fcm.googleapis.com@127.0.0.1/x", GOOD),
        ("https://127.0.0.1/x", GOOD),
        ("https://fcm.googleapis.com/\nx", GOOD),
        (SERVICE, {}),
        (SERVICE, {**GOOD, "auth": "short"}),
        (SERVICE, {**GOOD, "p256dh": _text(b"\x04" + b"\1" * 64)}),
        (SERVICE, {**GOOD, "p256dh": "é"}),
    ],
)
def test_nothing_else_is_taken_for_a_browser(address: str, keys: dict[str, str]) -> None:
    with pytest.raises(AddressRefused):
        push.check(address, keys)


def test_a_browser_follows_by_the_same_form_without_a_question() -> None:
    page = reverse("alerts:follow_area") + "?municipality=" + make_municipality().slug
    answer = Client().post(page, {"endpoint": SERVICE, **GOOD, "kinds": ["new"], "frequency": "now"})
    subscriber = Subscriber.objects.get()
    assert answer["Location"] == reverse("alerts:following", args=[subscriber.key])
    assert (subscriber.channel, subscriber.secrets) == ("push", GOOD)
    assert subscriber.subscriptions.get().confirmed_at is not None
    own = Client().post(reverse("alerts:device"), {"endpoint": SERVICE})
    assert own["Location"] == answer["Location"]
    other = Client().post(reverse("alerts:device"), {"endpoint": SERVICE + "x"})
    assert other["Location"] == reverse("alerts:lost")
    wrong = Client().post(page, {"endpoint": "https://evil.example/", **GOOD})
    assert wrong.status_code == 200 and Subscriber.objects.count() == 1


def test_a_program_is_asked_first_and_then_gets_signed_news(service: Service) -> None:
    person = a_person()
    page = reverse("alerts:follow_area") + "?municipality=" + make_municipality().slug
    given = {"channel": "webhook", "address": f"{service.address}/hook", "kinds": ["new"], "frequency": "now"}
    Client().post(page, given)
    assert Subscriber.objects.count() == 0  # only who is signed in may name a program
    assert browser_of(person).post(page, given).status_code == 302
    run_listeners()
    tell_followers(report=a_report(), kind=Kind.NEW, source="published:1")
    assert send_due() == 0
    ((_, question),) = service.came
    asked = json.loads(question)
    assert asked["type"] == "besa.question"
    confirm = asked["data"]["confirm_url"].partition("8000")[2]
    assert Client(enforce_csrf_checks=True).post(confirm).status_code == 302
    report = a_report()
    tell_followers(report=report, kind=Kind.NEW, source="published:2")
    assert send_due() == 1
    headers, body = service.came[1]
    subscriber = Subscriber.objects.get()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(subscriber.secrets["secret"].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    news = json.loads(body)
    assert news["type"] == "besa.news"
    assert [one["number"] for one in news["data"]["reports"]] == [report.pk]
    assert "Teuta" not in body.decode() and "teuta" not in body.decode()


def test_a_program_that_cannot_be_reached_is_no_alarm(service: Service) -> None:
    service.answers = [500]
    page = reverse("alerts:follow_area") + "?municipality=" + make_municipality().slug
    given = {"channel": "webhook", "address": f"{service.address}/hook"}
    assert browser_of(a_person()).post(page, given)["Location"] == reverse("alerts:mine")
    run_listeners()
    assert len(service.came) == 1 and Subscription.objects.get().confirmed_at is None


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "https://[::1]/", "ftp://example.org/", "nonsense"])
def test_a_program_inside_cannot_be_spoken_to(address: str) -> None:
    with pytest.raises(AddressRefused):
        webhook.check(address, {})


def test_the_key_is_made_once_and_stays() -> None:
    first = vapid.public_key()
    vapid._from_file.cache_clear()
    assert vapid.public_key() == first
    assert len(base64.urlsafe_b64decode(first + "=")) == 65
