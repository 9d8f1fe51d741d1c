"""Photos that strangers send: checked in the request, decoded in a limited process, seen as new pixels only.

- `check_upload` looks at type, size and pixel count without decoding anything.
- `gps_of` reads where a photo was taken, before that is thrown away.
- `redraw` has another process decode the photo and paint its pixels into new files without any metadata.
"""

from besa.core.images.checks import (
    ACCEPT,
    MAX_BYTES,
    MAX_PIXELS,
    REASONS,
    Checked,
    ImageRefused,
    check_upload,
)
from besa.core.images.position import gps_of
from besa.core.images.redrawing import SIZES, Redrawn, redraw

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MAX_PIXELS",
    "REASONS",
    "SIZES",
    "Checked",
    "ImageRefused",
    "Redrawn",
    "check_upload",
    "gps_of",
    "redraw",
]
