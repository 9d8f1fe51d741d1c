"""Small real servers on loopback that answer well, slowly, hugely, or by sending elsewhere."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Server(ThreadingHTTPServer):
    """Remembers what it was asked; `answers` maps a path to status, headers, body."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), _Handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:  # the library's name
        """Answer as told, byte by byte under /slow, without end under /huge."""
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), body))
        if self.path == "/slow":
            self._drip()
        elif self.path == "/rubbish":
            self.wfile.write(b"\x00\x01 no such protocol\r\n\r\n")
        elif self.path == "/huge":
            self._pour()
        else:
            status, headers, text = self.server.answers.get(self.path, (200, {}, b"here"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

    do_POST = do_GET

    def _drip(self) -> None:
        """A header line that never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(600):
            try:
                self.wfile.write(b"a")
            except OSError:
                return
            time.sleep(0.05)

    def _pour(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(10_000):
            try:
                self.wfile.write(b"x" * 10_000)
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """A server that runs until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def certified(server: Server, name: str, folder: Path) -> ssl.SSLContext:
    """Give a server a certificate for a name; the context that trusts it and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return ssl.create_default_context(cadata=certificate.public_bytes(pem).decode())
