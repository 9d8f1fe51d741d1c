"""One mail as it came, read as far as it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256

from besa.delivery.incoming.charsets import decode
from besa.delivery.incoming.html_text import text_of
from besa.delivery.incoming.quoting import own_words
from besa.delivery.reply_marks import OWN_HEADER

MAX_BYTES = 25 * 1024 * 1024
MAX_WORDS = 5_000
_MAX_PARTS = 200
_MAX_HOPS = 50
#: smaller pictures inside the text are logos of a signature
_LOGO_BYTES = 25_000
_STATE_WORD = re.compile(r"^\s*#\s?(\w+)[\s:.,!–-]*")


class Unreadable(Exception):
    """The mail cannot be read at all. `key` says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Letter:
    """What matters of a mail. `words` are the author's own, without quotation and signature."""

    author: str
    subject: str
    message_id: str
    words: str
    whole: str
    photos: tuple[bytes, ...]
    by_machine: bool
    message: EmailMessage


def header(message: EmailMessage, name: str) -> str:
    """A header's text; empty when it is missing, or so broken that the library gives up."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # the parser of structured headers fails in many ways on broken ones
        return ""


def parse(raw: bytes) -> EmailMessage:
    """The mail's structure; Unreadable when there is none."""
    if b":" not in raw[:2000]:
        raise Unreadable("no_mail")
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    return message


def identity_of(raw: bytes, mailbox: str) -> tuple[str, str]:
    """What the same mail has again when it is sent again, and its Message-ID. Never fails."""
    try:
        message_id = header(parse(raw), "Message-ID")[:200]
    except Unreadable:
        message_id = ""
    named = message_id.encode() or raw
    return sha256(mailbox.lower().encode() + b"\n" + named).hexdigest(), message_id


def read_letter(raw: bytes) -> Letter:
    """Everything at once. Raises Unreadable."""
    message = parse(raw)
    try:
        whole, photos = _contents(message)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken mail does to the parser, it is this mail's fault alone
        raise Unreadable("broken") from error
    return Letter(
        author=parseaddr(header(message, "From"))[1].lower(),
        subject=header(message, "Subject")[:300],
        message_id=header(message, "Message-ID")[:200],
        words=own_words(whole),
        whole=whole,
        photos=photos,
        by_machine=is_by_machine(message),
        message=message,
    )


def is_by_machine(message: EmailMessage) -> bool:
    """An automatic answer, a mailing list, a mail of our own, or one that has gone in circles."""
    automatic = header(message, "Auto-Submitted").lower()
    if automatic and not automatic.startswith("no"):
        return True
    if header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(header(message, name) for name in (OWN_HEADER, "List-Id", "X-Autoreply", "X-Autorespond")):
        return True
    return len(message.get_all("Received", [])) > _MAX_HOPS


def split_state_word(words: str) -> tuple[str, str]:
    """`#fixed Done this morning.` → ("fixed", "Done this morning."); without a word the first part is empty."""
    found = _STATE_WORD.match(words)
    return (found[1].lower(), words[found.end() :].strip()) if found else ("", words)


def _contents(message: EmailMessage) -> tuple[str, tuple[bytes, ...]]:
    """The text, from the plain part or else the HTML one, and the attached pictures."""
    texts: dict[str, str] = {}
    photos: list[bytes] = []
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            raise Unreadable("too_many_parts")
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        if kind.startswith("image/") or _is_named_photo(part):
            if not (part.get("Content-ID") and len(data) < _LOGO_BYTES):
                photos.append(data)
        elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            texts.setdefault(kind, decode(data, part.get_content_charset()))
    plain = texts.get("text/plain", "")
    return plain if plain.strip() else text_of(texts.get("text/html", "")), tuple(photos)


def _is_named_photo(part: EmailMessage) -> bool:
    """A photo that a phone sends as just some file."""
    name = (part.get_filename() or "").lower()
    return name.endswith((".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"))
