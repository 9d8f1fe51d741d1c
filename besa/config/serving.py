"""bin/serve: prepares the installation when something changed, then runs the server and its worker until told to stop.

Importing Django takes a second, so this module does not: a start at which nothing changed is as quick as the server.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from besa.config import environment as env

THREADS = "4"
#: kept open by each process. A browser keeps up to six open between two pages, for half a minute; who comes when no
#: more is allowed waits that long, so this is about memory and not about work: requests queue for the threads.
CONNECTIONS = "2048"
SERVER_UP_WITHIN_S = 30
STOPPED_WITHIN_S = 15
SOURCES = ("*.py", "*.html", "*.txt", "*.css", "*.js", "*.svg", "*.po", "*.csv")
LOCKS = ("requirements.lock", "package-lock.json")


def main() -> int:
    """Read the command line, prepare, serve; gives the exit status."""
    parser = argparse.ArgumentParser(prog="bin/serve", description=__doc__)
    parser.add_argument("--port", type=int, default=int(env.read("BESA_PORT")))
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    if arguments.host not in env.LOOPBACK_HOSTS and not env.read("BESA_SECRET_KEY"):
        parser.error("set BESA_SECRET_KEY and BESA_HOSTS before serving beyond this machine")
    # Links in mails name this port.
    os.environ.update(BESA_PORT=str(arguments.port), DJANGO_SETTINGS_MODULE="besa.config.settings")
    data = env.data_folder()
    if status := _prepare(data):
        return status
    _greet(data, arguments.host, arguments.port)
    return _run(arguments.host, arguments.port)


def _prepare(data: Path) -> int:
    """Run `manage.py prepare` unless the same sources prepared the same data before; gives its exit status."""
    stamp = data / "prepared"
    sources = _fingerprint()
    # Whether a database on another machine is ready cannot be told from here.
    ready = not env.read("BESA_DATABASE") and (data / "besa.sqlite3").exists()
    if ready and stamp.exists() and stamp.read_text() == sources:
        return 0
    stamp.unlink(missing_ok=True)
    demo = [] if env.read_flag("BESA_DEMO") else ["--no-demo"]
    status = subprocess.run([sys.executable, "manage.py", "prepare", *demo], cwd=env.ROOT).returncode
    if status == 0:
        stamp.write_text(sources)
    return status


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources()):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from (env.ROOT / "besa").rglob(pattern)
    yield from (env.ROOT / lock for lock in LOCKS)


def _greet(data: Path, host: str, port: int) -> None:
    address = f"http://{'localhost' if host in env.LOOPBACK_HOSTS else host}:{port}"
    print(f"\nBesa: {address}/", flush=True)
    greeting = data / "greeting"
    if greeting.exists():
        print(greeting.read_text().replace("{address}", address).rstrip(), flush=True)
    print("Stop with Ctrl+C.", flush=True)


def _run(host: str, port: int) -> int:
    """Run both until one ends or we are told to stop, then stop both. The worker starts when the server is up."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    processes = [subprocess.Popen(_server(host, port), cwd=env.ROOT)]
    started = time.monotonic()
    while not stopping and all(process.poll() is None for process in processes):
        if len(processes) == 1 and (_answers(host, port) or time.monotonic() > started + SERVER_UP_WITHIN_S):
            processes += [subprocess.Popen(command, cwd=env.ROOT) for command in _beside_the_server()]
        time.sleep(0.2)
    _end(processes)
    if not stopping:
        print(
            "The server, its worker or its post box stopped by itself; its last lines above say why.",
            file=sys.stderr,
        )
    return 0 if stopping else 1


def _server(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "besa.config.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", env.read("BESA_WORKERS")),
        *("--blocking-threads", THREADS, "--log-level", "warning"),
        *("--backlog", CONNECTIONS, "--backpressure", CONNECTIONS),
        "--respawn-failed-workers",
    ]


def _beside_the_server() -> list[list[str]]:
    """The worker, and the door for incoming mail where one is wanted."""
    names = ["qcluster"] + (["receive_mail"] if env.read("BESA_MAIL_LISTEN") else [])
    return [[sys.executable, "manage.py", name] for name in names]


def _answers(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
