"""A municipality's prepared answers, edited by its coordinator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models import Category, ResponseTemplate, TemplateVersion
from besa.reports.template_words import unknown_placeholders


class StaleTemplate(Exception):
    """Somebody else saved the template in the meantime; nothing was changed."""


def save_template(
    *,
    municipality: Municipality,
    name: str,
    category: Category | None,
    state: str,
    texts: dict[str, str],
    role: str,
    by: User | None = None,
    template: ResponseTemplate | None = None,
    seen: datetime | None = None,
    at: datetime | None = None,
) -> ResponseTemplate:
    """Save a prepared answer, new or changed; the version before stays in its history.

    Answers that were given with it do not change. `seen` is `changed_at` as the coordinator saw it. Raises ValueError
    for an unknown placeholder, StaleTemplate when somebody else was faster.
    """
    texts = {code: text.strip() for code, text in texts.items() if text.strip()}
    if any(unknown_placeholders(text) for text in texts.values()) or not texts:
        raise ValueError("no text, or a placeholder that nothing fills")
    now = at or timezone.now()
    values: dict[str, Any] = {
        "name": name,
        "category": category,
        "state": state,
        "texts": texts,
        "changed_at": now,
    }
    with transaction.atomic():
        if template is None:
            template = ResponseTemplate.objects.create(municipality=municipality, **values)
        else:
            _update(template, seen, values)
        _keep_version(template, by, now)
        _record(template, "templates.saved", role)
    return template


def retire_template(
    *,
    template: ResponseTemplate,
    role: str,
    by: User | None = None,
    seen: datetime | None = None,
    at: datetime | None = None,
) -> None:
    """Offer a prepared answer no longer. Raises StaleTemplate when somebody changed or retired it meanwhile."""
    now = at or timezone.now()
    with transaction.atomic():
        _update(template, seen, {"retired_at": now, "changed_at": now})
        _keep_version(template, by, now)
        _record(template, "templates.retired", role)


def _update(template: ResponseTemplate, seen: datetime | None, values: dict[str, Any]) -> None:
    held = ResponseTemplate.objects.filter(
        pk=template.pk, changed_at=seen or template.changed_at, retired_at__isnull=True
    )
    if not held.update(**values):
        raise StaleTemplate
    for name, value in values.items():
        setattr(template, name, value)


def _keep_version(template: ResponseTemplate, by: User | None, at: datetime) -> None:
    TemplateVersion.objects.create(
        template=template,
        name=template.name,
        category_key=template.category.key if template.category else "",
        state=template.state,
        texts=template.texts,
        retired=template.retired_at is not None,
        at=at,
        by=by,
    )


def _record(template: ResponseTemplate, verb: str, role: str) -> None:
    """What a prepared answer says is no act yet; that there is one, and for what, is."""
    record(
        verb=verb,
        subject=f"template:{template.pk}",
        actor_role=role,
        municipality=template.municipality.slug,
        public={
            "category": template.category.key if template.category else "",
            "state": template.state,
        },
        private={"name": template.name, "texts": template.texts},
    )
