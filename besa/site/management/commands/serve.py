"""Prepares the installation, then serves it with its worker beside it, until interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.site.services.demo import PASSWORD, demo_accounts

THREADS = "4"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(settings.LOCAL_PORT))
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, port: int, host: str, **options: Any) -> None:
        if host not in settings.LOOPBACK_HOSTS and settings.SECRET_KEY.startswith("insecure"):
            raise CommandError("Set BESA_SECRET_KEY and BESA_HOSTS before serving beyond this machine.")
        call_command("prepare", no_demo=not settings.DEMO)
        self._greet(host, port)
        environment = {**os.environ, "BESA_PORT": str(port), "DJANGO_SETTINGS_MODULE": "besa.config.settings"}
        _run_together([_server(host, port), _worker()], environment)

    def _greet(self, host: str, port: int) -> None:
        shown = "localhost" if host in settings.LOOPBACK_HOSTS else host
        self.stdout.write(f"\nBesa: http://{shown}:{port}/")
        if settings.DEMO and (accounts := demo_accounts()):
            self.stdout.write(
                f"Mails are shown at http://{shown}:{port}/dev/mail. Sign in with the code in the mail,"
            )
            self.stdout.write(f"or with the password {PASSWORD}, as")
            for email, role in accounts:
                self.stdout.write(f"  {email:32} {role}")
        self.stdout.write("Stop with Ctrl+C.")
        self.stdout.flush()


def _server(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "besa.config.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", settings.SERVER_PROCESSES),
        *(
            "--blocking-threads",
            THREADS,
            "--backpressure",
            "64",
            "--log-level",
            "warning",
            "--respawn-failed-workers",
        ),
    ]


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "qcluster"]


def _run_together(commands: list[list[str]], environment: dict[str, str]) -> None:
    """Run the commands until one ends or we are told to stop; then stop all."""
    processes = [subprocess.Popen(command, env=environment, cwd=settings.ROOT) for command in commands]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
    if not stopping:
        raise CommandError("The server or its worker stopped by itself; its last lines above say why.")
