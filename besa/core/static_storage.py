"""Static files with a hash in their name, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

_STYLESHEETS, _ = CompressedManifestStaticFilesStorage.patterns
_FILES_IN_STYLESHEETS = _STYLESHEETS[1][:2]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Also rewrites `import` statements of our JavaScript modules, which Django leaves alone by default.

    References to source maps stay as they are: nobody but a debugger follows them, the maps of the map library
    alone are 50 MB, and collecting them took most of the time of a first start.
    """

    support_js_module_import_aggregation = True
    keep_intermediate_files = False
    patterns = (("*.css", _FILES_IN_STYLESHEETS),)
