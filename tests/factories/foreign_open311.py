"""A foreign GeoReport v2 endpoint on loopback, which answers as councils' systems do.

Its answers are written after the GeoReport v2 specification and FixMyStreet's description of its own extension: XML
with numbers as texts, empty elements for nothing, extended statuses in capitals, a token before there is a number.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SERVICES = """<?xml version="1.0" encoding="utf-8"?>
<services>
  <service><service_code>102</service_code><service_name>Carriageway defect</service_name>
    <description/><metadata>true</metadata><type>batch</type><keywords>road,hole</keywords><group>Highways</group></service>
  <service><service_code>999</service_code><service_name>Anything else</service_name>
    <description/><metadata>false</metadata><type>realtime</type><keywords/><group>Other</group></service>
</services>"""
DEFINITION = """<?xml version="1.0" encoding="utf-8"?>
<service_definition><service_code>102</service_code><attributes>
  <attribute><variable>true</variable><code>DEPTH</code><datatype>string</datatype><required>true</required>
    <datatype_description/><order>1</order><description>How deep is it?</description></attribute>
  <attribute><variable>true</variable><code>URGENT</code><datatype>singlevaluelist</datatype><required>true</required>
    <order>2</order><description>Is it dangerous?</description>
    <values><value><key>Y</key><name>Yes</name></value><value><key>N</key><name>No</name></value></values></attribute>
  <attribute><variable>false</variable><code>NOTICE</code><datatype>string</datatype><required>true</required>
    <order>3</order><description>We repair within a month.</description></attribute>
</attributes></service_definition>"""
TOKEN = """<?xml version="1.0" encoding="utf-8"?>
<service_requests><request><token>f00-ba7</token><service_notice>Thank you.</service_notice><account_id/></request>
</service_requests>"""
NOT_YET = (
    "<service_requests><request><service_request_id/><token>f00-ba7</token></request></service_requests>"
)
NUMBERED = NOT_YET.replace("<service_request_id/>", "<service_request_id>638344</service_request_id>")
UPDATES = """<?xml version="1.0" encoding="utf-8"?>
<service_requests_updates>
  <request_update><update_id>638357</update_id><service_request_id>638344</service_request_id>
    <status>IN_PROGRESS</status><updated_datetime>2026-11-21T10:22:00+01:00</updated_datetime>
    <description>The repair is planned for Tuesday.</description><media_url/></request_update>
  <request_update><update_id>638356</update_id><service_request_id>638344</service_request_id>
    <status>OPEN</status><updated_datetime>2026-11-21T09:00:00+01:00</updated_datetime>
    <description>We have received your report.</description></request_update>
  <request_update><update_id>1</update_id><service_request_id>777</service_request_id>
    <status>FIXED</status><updated_datetime>2026-11-21T09:30:00+01:00</updated_datetime>
    <description>Somebody else's report.</description></request_update>
</service_requests_updates>"""
MISSING = """<errors><error><code>404</code><description>Nothing is here.</description></error></errors>"""


class Council(ThreadingHTTPServer):
    """Answers by method and path; remembers the fields of what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, tuple[int, str]] = {
            "GET /v2/services.xml": (200, SERVICES),
            "GET /v2/services/102.xml": (200, DEFINITION),
            "POST /v2/requests.xml": (200, TOKEN),
            "GET /v2/tokens/f00-ba7.xml": (200, NOT_YET),
            "GET /v2/servicerequestupdates.xml": (200, UPDATES),
        }

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """The endpoint."""
        return f"http://127.0.0.1:{self.port}/v2"

    def last(self, what: str) -> dict[str, Any]:
        """The fields of the last question of a kind."""
        return [fields for asked, fields in self.asked if asked == what][-1]


class _Handler(BaseHTTPRequestHandler):
    server: Council

    def do_GET(self) -> None:  # the library's name
        """Answer as recorded."""
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        fields: dict[str, Any] = {}
        for name, value in parse_qsl(f"{parts.query}&{body}"):
            fields.setdefault(name, []).append(value)
        what = f"{self.command} {parts.path}"
        self.server.asked.append((what, fields | {"headers": dict(self.headers.items())}))
        status, text = self.server.answers.get(what, (404, MISSING))
        self.send_response(status)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running_council() -> Iterator[Council]:
    """The endpoint, until the block ends."""
    council = Council()
    thread = threading.Thread(target=council.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield council
    finally:
        council.shutdown()
        thread.join()
        council.server_close()
