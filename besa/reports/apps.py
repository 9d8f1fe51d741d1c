"""Citizens' reports."""

from importlib import import_module

from django.apps import AppConfig

from besa.core.installation import keep_offline

#: what the report form needs without network; whatever its pages name themselves is kept anyway
_FORM_FILES = (
    *(f"core/{name}.js" for name in ("exif", "here", "photos", "proof", "queue", "shrink", "store")),
    "reports/pin-map.js",
    "reports/queue.js",
    "npm/altcha/worker.js",
)


class ReportsConfig(AppConfig):
    name = "besa.reports"
    label = "reports"

    def ready(self) -> None:
        """Register listeners, panels and words; they need the models, so they cannot be imported earlier."""
        import_module("besa.reports.listeners")
        import_module("besa.reports.panels")
        import_module("besa.reports.public_panels")
        import_module("besa.reports.kept_data")
        import_module("besa.reports.ledger_verbs")
        import_module("besa.reports.retention_rules")
        keep_offline(page="reports:new", files=_FORM_FILES)
        keep_offline(page="reports:offline")
