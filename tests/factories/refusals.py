"""Acts that are not possible."""

from __future__ import annotations

import pytest

from besa.core.refusing import Refused


def refused(key: str) -> pytest.RaisesExc[Refused]:
    """What is done inside is refused for this reason, which has words."""
    return pytest.raises(Refused, check=lambda error: error.key == key and key in error.reasons)
