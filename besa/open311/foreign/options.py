"""What a coordinator says about an endpoint: `ours = theirs, ours = theirs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from besa.open311.foreign.endpoint import FORMS, Endpoint


class WrongOption(ValueError):
    """An option that cannot be read; its text is the key."""


@dataclass(frozen=True)
class Options:
    """The options of an endpoint. `services`: our category key → their code; `*` for all others. `attributes`: their
    code → a fixed value, or `$key` for the answer to one of our questions. `states`: their word → a word of ours.
    """

    api_key: str = ""
    form: str = "json"
    jurisdiction: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)

    def endpoint(self, address: str) -> Endpoint:
        """The endpoint at an address."""
        return Endpoint(address, self.form, self.jurisdiction)

    def code_for(self, category: str) -> str:
        """Their code for a category of ours: ours itself, where nothing else is said."""
        return self.services.get(category) or self.services.get("*") or category


def read_options(given: Mapping[str, str]) -> Options:
    """Options from the recipient's settings. Raises WrongOption."""
    form = given.get("format", "").strip().lower() or "json"
    if form not in FORMS:
        raise WrongOption("format")
    return Options(
        api_key=given.get("api_key", "").strip(),
        form=form,
        jurisdiction=given.get("jurisdiction_id", "").strip(),
        services=_pairs(given, "services"),
        attributes=_pairs(given, "attributes"),
        states=_pairs(given, "states"),
    )


def _pairs(given: Mapping[str, str], name: str) -> dict[str, str]:
    pairs = {}
    for part in given.get(name, "").replace("\n", ",").split(","):
        if not part.strip():
            continue
        left, sign, right = part.partition("=")
        if not sign or not left.strip() or not right.strip():
            raise WrongOption(name)
        pairs[left.strip()] = right.strip()
    return pairs
