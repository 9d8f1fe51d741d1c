"""Every setting that an installation may change, read from the environment and from nowhere else.

`VARIABLES` is the one table: the settings read it, `docs/settings.md` is generated from it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@dataclass(frozen=True)
class Variable:
    """One setting: its name, its default as text, and what it does in one sentence."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("BESA_DATA", "./var", "Folder for the database, photos, ledger heads and keys."),
    Variable(
        "BESA_DATABASE", "", "PostgreSQL address (`postgresql://…`); empty means SQLite in `BESA_DATA`."
    ),
    Variable(
        "BESA_HOSTS",
        "localhost,127.0.0.1,[::1],.localhost",
        "Host names that are answered, separated by commas.",
    ),
    Variable("BESA_PORT", "8000", "Port of `bin/serve` on this machine; `--port` sets it."),
    Variable(
        "BESA_SECRET_KEY", "", "Long random text that signs cookies and links; may be empty only on loopback."
    ),
    Variable("BESA_ADDRESS", "", "Public address in mails and on posters, such as `https://ndreqe.com`."),
    Variable(
        "BESA_BRAND_HOSTS",
        "ndreqe=ndreqe.com,www.ndreqe.com,ndreqe.localhost;popravi=popravi.org,www.popravi.org,popravi.localhost",
        "Which host names show which brand: `brand=host,host;brand=host`.",
    ),
    Variable(
        "BESA_DEMO",
        "1",
        "`0` leaves an empty database empty; otherwise demonstration data is loaded into it.",
    ),
    Variable(
        "BESA_DEBUG", "0", "`1` shows error details and the component pages; refused unless on loopback."
    ),
    Variable(
        "BESA_MAIL", "", "SMTP address (`smtp://user:password@host:587`); empty keeps mails at `/dev/mail`."
    ),
    Variable("BESA_MAIL_FROM", "Besa <besa@localhost>", "Sender of all mails."),
    Variable(
        "BESA_MAIL_REPLIES",
        "",
        "Address that answers and failure notices come back to (`reply@in.example.org`; a signed part is added after "
        "a plus); empty asks for none.",
    ),
    Variable(
        "BESA_MAIL_LISTEN",
        "",
        "Where that mail is taken: `smtp://127.0.0.1:2525`, `lmtp://127.0.0.1:2424`, or `smtps://0.0.0.0:465` "
        "(encrypted from the first byte, needs a certificate); empty takes none.",
    ),
    Variable(
        "BESA_MAIL_CERTIFICATE",
        "",
        "File with the certificate chain (PEM) of that door; with it `smtp` and `lmtp` offer STARTTLS. A renewed file "
        "is noticed by the next connection.",
    ),
    Variable("BESA_MAIL_CERTIFICATE_KEY", "", "File with the certificate's private key (PEM)."),
    Variable(
        "BESA_OUTWARD_TRUSTED",
        "",
        "Hosts (`gis.example.org:9000`) and networks (`10.1.0.0/16`), separated by commas, that webhooks and other "
        "calls to addresses given by users may reach though they are not on the public internet.",
    ),
    Variable(
        "BESA_PUSH_KEY",
        "",
        "Private key for web push (P-256, 32 bytes in base64url); empty makes one in `BESA_DATA/push-key.pem`.",
    ),
    Variable(
        "BESA_PUSH_SERVICES",
        "fcm.googleapis.com,updates.push.services.mozilla.com,.push.apple.com,.notify.windows.com",
        "Push services of browsers that may be spoken to; a leading dot means all hosts below it.",
    ),
    Variable(
        "BESA_PROXY", "0", "`1` trusts `X-Forwarded-Proto` and `X-Forwarded-For` of a reverse proxy in front."
    ),
    Variable("BESA_WORKERS", "2", "Processes that answer requests; each has four threads."),
    Variable(
        "BESA_MAP_TILES",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "Base map: address of raster tiles, or empty for boundaries and places only.",
    ),
    Variable("BESA_MAP_ATTRIBUTION", "© OpenStreetMap", "Credit shown on the base map."),
    Variable(
        "BESA_GEOCODER", "", "Dotted path of a geocoder plug-in class; empty searches built-in places only."
    ),
    Variable(
        "BESA_FFMPEG",
        "",
        "The ffmpeg program that makes video clips; empty takes the one on the `PATH`. Without one there are no clips, "
        "and everything else works.",
    ),
    Variable(
        "BESA_LEDGER_ORIGIN", "", "Name of the public ledger in its checkpoints; empty means the first host."
    ),
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def read(name: str) -> str:
    """Value of a documented variable; KeyError for one that is not in the table."""
    return os.environ.get(name, _DEFAULTS[name]).strip()


def read_flag(name: str) -> bool:
    """True for 1, true, yes, on."""
    return read(name).lower() in {"1", "true", "yes", "on"}


def read_list(name: str) -> list[str]:
    """Comma separated values without blanks."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


def data_folder() -> Path:
    """Folder of everything that changes; made when missing."""
    folder = Path(read("BESA_DATA"))
    folder = folder if folder.is_absolute() else ROOT / folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def only_loopback(hosts: list[str]) -> bool:
    """True when no host in the list can be reached from another machine."""
    return all(host in LOOPBACK_HOSTS or host.endswith(".localhost") for host in hosts)
