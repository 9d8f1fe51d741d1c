"""The files described for programs: a Frictionless Data Package, which is also the data dictionary."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from besa.api.bulk.columns import COLUMNS, Column
from besa.api.bulk.folder import FORMS
from besa.api.models import Edition
from besa.api.moments import moment
from besa.api.queries.editions import DataFile, files_of
from besa.core.brands import DEFAULT
from besa.core.links import site_address

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def package_of(edition: Edition | None) -> dict[str, Any]:
    """What there is, as of when, under which licence, and what each column means, in the active language."""
    return {
        "profile": "data-package",
        "name": "besa-reports",
        "title": "Besa: public reports",
        "licenses": [LICENCE],
        "created": moment(edition.as_of) if edition else None,
        "resources": [_resource(file) for file in files_of(edition)] if edition else [],
    }


def _resource(file: DataFile) -> dict[str, Any]:
    return {
        "name": file.name.replace(".", "-"),
        "path": site_address(DEFAULT.key) + reverse("api:file", args=[file.scope, file.form]),
        "format": file.form,
        "mediatype": FORMS[file.form].partition(";")[0],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sum}",
        "rows": file.rows,
        "schema": {"fields": [_field(column) for column in COLUMNS], "primaryKey": "id"},
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"enum": list(column.choices)} if column.choices else {}
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "description": str(column.description),
    }
    return field | ({"constraints": constraints} if constraints else {})
