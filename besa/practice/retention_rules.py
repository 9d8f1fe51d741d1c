"""How long what belongs to practice is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.retention import Rule, retention
from besa.practice.services.courses import forget_practice

retention.register(
    "practice.reports",
    Rule(
        _("Invented reports on which officials practise"),
        90,
        _("after they last practised"),
        forget_practice,
    ),
    rank=60,
)
