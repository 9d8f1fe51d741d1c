"""The figures of a text, read once and kept: what a published revision says for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from besa.core.registries import figures
from besa.publications.bindings import Binding
from besa.publications.blocks import numbers_of


def bindings_of(content: dict[str, Any]) -> list[Binding]:
    """Every figure that a content binds, each once, in order."""
    found = (one for block in content["blocks"] for one in numbers_of(block["kind"], block["data"]))
    return list(dict.fromkeys(found))


def question_of(binding: Binding) -> dict[str, str]:
    """What a figure is asked, as its `read` takes it."""
    day = {"as_of": binding.as_of.isoformat()} if binding.as_of else {}
    return {**binding.given, **day}


def freeze_figures(content: dict[str, Any], *, at: datetime) -> list[dict[str, Any]]:
    """The numbers behind a content as of a moment. Reads much; never inside a transaction."""
    frozen = []
    for binding in bindings_of(content):
        value = figures.get(binding.key).read(question_of(binding))
        frozen.append(
            {
                "key": binding.key,
                "parameters": binding.given,
                "as_of": binding.as_of.isoformat() if binding.as_of else None,
                "value": value.value,
                "n": value.n,
                "low": value.low,
                "high": value.high,
                "read_at": value.as_of.isoformat(),
            }
        )
    return frozen
