"""The certificate of the door for incoming mail, read again when its file was renewed."""

from __future__ import annotations

import ssl
from pathlib import Path


class Certificate:
    """A certificate chain and its key in PEM files. Raises OSError where they cannot be read or do not fit."""

    def __init__(self, chain: Path, key: Path) -> None:
        self._files = chain, key
        self._loaded: tuple[float, ...] = ()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._load()

    def renew(self) -> None:
        """Take a renewed certificate for the connections that come. What is half written is left for the next time."""
        try:
            if self._written() != self._loaded:
                self._load()
        except OSError:
            return

    def _load(self) -> None:
        written = self._written()
        self.context.load_cert_chain(*self._files)
        self._loaded = written

    def _written(self) -> tuple[float, ...]:
        return tuple(file.stat().st_mtime for file in self._files)
