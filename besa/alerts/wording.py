"""A template's title and text: its first line, and the paragraphs after it."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string


def rendered(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """Title and text of alerts/mail/<name>.txt in the active language."""
    title, _, text = render_to_string(f"alerts/mail/{name}.txt", context).strip().partition("\n")
    return title.strip()[:300], re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
