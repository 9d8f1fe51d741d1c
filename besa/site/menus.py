"""What stands in the header and the footer, and what opens without network. Only `site` knows all pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.installation import add_shortcut, keep_offline, shell
from besa.core.navigation import MenuLink, menu
from besa.people.permissions import standing_of


def fill() -> None:
    """Register all links; called once, when the apps are ready."""
    main, account, footer = menu("main"), menu("account"), menu("footer")
    menu("report").register("report", MenuLink("reports:new", pgettext_lazy("button", "Report"), "plus"))
    main.register("map", MenuLink("reports:map", _("Map"), "map"), rank=10)
    main.register(
        "municipalities", MenuLink("site:municipalities", _("Municipalities"), "building_public"), rank=20
    )
    main.register("pledges", MenuLink("pledges:mayors", _("Pledges"), "check"), rank=25)
    main.register("search", MenuLink("site:search", _("Search"), "search"), rank=30)
    main.register("ledger", MenuLink("site:ledger", _("Ledger"), "book"), rank=40)
    account.register("desk", MenuLink("desk:queue", _("Desk"), "list", _works_at_the_desk), rank=10)
    account.register("monitoring", MenuLink("pledges:desk", _("Monitoring"), "list", _monitors), rank=15)
    account.register(
        "publications", MenuLink("publications:desk", _("Publications"), "edit", _publishes), rank=17
    )
    account.register(
        "moderation", MenuLink("reports:moderation", _("Moderation"), "eye", _moderates), rank=20
    )
    _fill_settings()
    footer.register("about", MenuLink("site:about", _("About")), rank=10)
    footer.register("how", MenuLink("site:how_it_works", _("How it works")), rank=20)
    footer.register("privacy", MenuLink("site:privacy", _("Privacy")), rank=30)
    footer.register("accessibility", MenuLink("site:accessibility", _("Accessibility")), rank=40)
    footer.register("publications", MenuLink("publications:list", _("Publications")), rank=43)
    footer.register("statistics", MenuLink("insights:comparison", _("Statistics")), rank=45)
    footer.register("follow", MenuLink("alerts:follow_area", _("Follow what happens")), rank=47)
    footer.register("open_data", MenuLink("site:open_data", _("Open data")), rank=50)
    footer.register("ledger", MenuLink("site:ledger", _("Public ledger")), rank=60)
    shell.offline = "site:offline"
    keep_offline(page="reports:new")
    add_shortcut("reports:new", _("Report a problem"))
    add_shortcut("reports:map", _("Map"))


def _fill_settings() -> None:
    """The pages on which a coordinator sets up a municipality."""
    settings = menu("settings")
    for rank, (key, view, label) in enumerate(
        (
            ("desk", "desk:queue", _("Desk")),
            ("deadlines", "reports:deadlines", _("Deadlines")),
            ("days_off", "reports:holidays", _("Days off")),
            ("hours", "reports:working_hours", _("Working hours")),
            ("reminders", "reports:escalation", _("Reminders")),
            ("categories", "reports:categories", _("Categories")),
            ("departments", "people:departments", _("Departments")),
            ("members", "people:members", _("Members")),
        )
    ):
        settings.register(key, MenuLink(view, label), rank=10 * rank)


def _works_at_the_desk(request: HttpRequest) -> bool:
    return _may(request, "desk.see")


def _moderates(request: HttpRequest) -> bool:
    return _may(request, "reports.moderate")


def _monitors(request: HttpRequest) -> bool:
    return _may(request, "pledges.monitor")


def _publishes(request: HttpRequest) -> bool:
    return _may(request, "publications.review")


def _may(request: HttpRequest, action: str) -> bool:
    return (
        hasattr(request, "user") and request.user.is_authenticated and standing_of(request.user).may(action)
    )
