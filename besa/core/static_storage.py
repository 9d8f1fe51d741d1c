"""Static files with a hash in their name, so that browsers may keep them for ever."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

_STYLESHEETS, _ = CompressedManifestStaticFilesStorage.patterns
_FILES_IN_STYLESHEETS = _STYLESHEETS[1][:2]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import` statements of our JavaScript modules, which Django leaves alone by default.

    References to source maps stay as they are: nobody but a debugger follows them, the maps of the map library
    alone are 50 MB, and collecting them took most of the time of a first start.
    """

    support_js_module_import_aggregation = True
    keep_intermediate_files = False
    patterns = (("*.css", _FILES_IN_STYLESHEETS),)

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file. Every page asks for dozens, and they are the same as long as the process lives."""
        if settings.DEBUG or name is None or force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]
