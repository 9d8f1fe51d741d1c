"""A browser that is cheap to run by the hundred: HTTP/1.1 with kept connections and cookies, and nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from dev.bench.load.counting import Samples

#: as browsers allow themselves with one host
MOST_CONNECTIONS = 6
#: nobody waits longer for a page (seconds)
PATIENCE = 30.0
HOST = "127.0.0.1"


class Failed(Exception):
    """A request without a proper answer; it is counted already."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Browser:
    """One person's. Every request is counted in `samples` under the kind it is made for."""

    def __init__(self, port: int, samples: Samples, cookies: Mapping[str, str] | None = None) -> None:
        self._port = port
        self._samples = samples
        self._cookies = dict(cookies or {})
        self._idle: list[_Connection] = []
        self._allowed = asyncio.Semaphore(MOST_CONNECTIONS)

    async def get(self, kind: str, path: str) -> Answer:
        """Ask for a page; Failed for anything but 200."""
        return await self._ask(kind, "GET", path, b"", expected=(200,))

    async def post(self, kind: str, path: str, fields: Mapping[str, str | list[str]]) -> Answer:
        """Send a form; Failed for anything but a page or a redirection."""
        body = urlencode(fields, doseq=True).encode()
        return await self._ask(kind, "POST", path, body, expected=(200, 302))

    async def follow(self, kind: str, answer: Answer) -> Answer:
        """Go where a redirection leads."""
        return await self.get(
            kind, urlsplit(answer.headers["location"])._replace(scheme="", netloc="").geturl()
        )

    def note_wrong_page(self, what: str) -> None:
        """A page came that is not the one that should have."""
        self._samples.note_error("wrong page", what)

    def close(self) -> None:
        """Hang up."""
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    async def _ask(self, kind: str, method: str, path: str, body: bytes, expected: tuple[int, ...]) -> Answer:
        async with self._allowed:
            began = time.perf_counter()
            try:
                answer = await asyncio.wait_for(self._exchange(method, path, body), PATIENCE)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                self._samples.note_error(kind, f"{method} {path}: {type(error).__name__} {error}")
                raise Failed from error
        self._samples.note(kind, (time.perf_counter() - began) * 1000)
        if answer.status not in expected:
            self._samples.note_error(kind, f"{method} {path}: {answer.status}")
            raise Failed
        return answer

    async def _exchange(self, method: str, path: str, body: bytes) -> Answer:
        request = self._head(method, path, body) + body
        kept = bool(self._idle)
        connection = self._idle.pop() if kept else await _connect(self._port)
        try:
            answer = await connection.exchange(request)
        except (EOFError, ConnectionError):
            # The server may end a kept connection at any time; a browser then takes a new one.
            connection.close()
            if not kept:
                raise
            connection = await _connect(self._port)
            answer = await connection.exchange(request)
        if answer.headers.get("connection", "").lower() == "close":
            connection.close()
        else:
            self._idle.append(connection)
        self._remember(answer)
        return answer

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self._port}",
            "Accept: text/html,*/*;q=0.8",
            "Accept-Language: sq",
            "User-Agent: Mozilla/5.0 (bench)",
        ]
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()))
        if method == "POST":
            lines.append(f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _remember(self, answer: Answer) -> None:
        for cookie in filter(None, answer.headers.get("set-cookie", "").split("\n")):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def exchange(self, request: bytes) -> Answer:
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(":")
            name = name.lower()
            headers[name] = f"{headers[name]}\n{value.strip()}" if name in headers else value.strip()
        return Answer(int(head[0].split(" ", 2)[1]), headers, await self._body(headers))

    async def _body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int((await self._reader.readuntil(b"\r\n")).strip(), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readuntil(b"\r\n")
        return b"".join(parts)

    def close(self) -> None:
        self._writer.close()


async def _connect(port: int) -> _Connection:
    return _Connection(*await asyncio.open_connection(HOST, port, limit=2**20))
