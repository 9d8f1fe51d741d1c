"""A second installation of Besa on this machine: its own process, database and port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev.running_site import ROOT, free_port, wait_for


@dataclass(frozen=True)
class SecondBesa:
    """Where it is, and a way to run a command in it."""

    port: int
    environment: dict[str, str]

    @property
    def endpoint(self) -> str:
        """Its Open311 endpoint."""
        return f"http://127.0.0.1:{self.port}/open311/v2"

    def run(self, *arguments: str) -> str:
        """What a management command prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def python(self, code: str) -> list[str]:
        """The lines that some Python prints there."""
        return self.run("shell", "-v0", "-c", code).splitlines()


@contextmanager
def second_besa(data: Path) -> Iterator[SecondBesa]:
    """An installation without demonstration data, which answers until the block ends."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("BESA_")}
    port = free_port()
    environment = {**outside, "BESA_DATA": str(data), "BESA_DEMO": "0", "BESA_PORT": str(port)}
    environment["DJANGO_SETTINGS_MODULE"] = "besa.config.settings"
    besa = SecondBesa(port, environment)
    besa.run("migrate", "-v0")
    with (data / "server.log").open("w") as log:
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/open311/v2/discovery.json", server, data / "server.log")
            yield besa
        finally:
            server.terminate()
            server.wait(timeout=30)
