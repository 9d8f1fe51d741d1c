"""Static files with a hash in their name, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Also rewrites `import` statements of our JavaScript modules, which Django leaves alone by default."""

    support_js_module_import_aggregation = True
    manifest_strict = True
