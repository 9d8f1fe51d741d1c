"""Finds the few files that pages load from npm packages, and none of the hundreds that come with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage


class NpmFinder(FileSystemFinder):
    """Files of STATICFILES_DIRS whose static path matches a pattern of COLLECTED_FILES."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every wanted file, with where it is."""
        for path, storage in super().list(ignore_patterns):
            if _wanted(f"{getattr(storage, 'prefix', '')}/{path}"):
                yield path, storage

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """Where a wanted file is; nothing for any other."""
        return super().find(path, *args, **kwargs) if _wanted(path) else []


def _wanted(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in settings.COLLECTED_FILES)
