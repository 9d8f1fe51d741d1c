"""All addresses. Pages carry their language first; machines' addresses carry none."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("besa.core.urls")),
    path("", include("besa.ledger.urls")),
    path("", include("besa.reports.machine_urls")),
    path("", include("besa.pledges.machine_urls")),
    path("", include("besa.insights.machine_urls")),
    path("", include("besa.publications.machine_urls")),
    path("", include("besa.open311.urls")),
    path("", include("besa.api.urls")),
    path("", include("besa.site.machine_urls")),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("", include("besa.people.urls")),
        path("", include("besa.places.urls")),
        path("", include("besa.practice.urls")),
        path("", include("besa.desk.urls")),
        path("", include("besa.delivery.urls")),
        path("", include("besa.reports.urls")),
        path("", include("besa.pledges.urls")),
        path("", include("besa.insights.urls")),
        path("", include("besa.publications.urls")),
        path("", include("besa.alerts.urls")),
        path("", include("besa.api.page_urls")),
        path("", include("besa.site.urls")),
    ),
]

handler400 = "besa.core.views.errors.bad_request"
handler403 = "besa.core.views.errors.forbidden"
handler404 = "besa.core.views.errors.not_found"
handler500 = "besa.core.views.errors.server_error"
