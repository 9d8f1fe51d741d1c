"""Pages that join all apps."""

from django.urls import path

from besa.site.views import administration, home, ledger, municipality, outbox, pages, search

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", pages.about, name="about"),
    path("how-it-works/", pages.how_it_works, name="how_it_works"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("open-data/", pages.open_data, name="open_data"),
    path("offline/", pages.offline, name="offline"),
    path("m/", pages.municipalities, name="municipalities"),
    path("m/<slug:slug>/", municipality.municipality, name="municipality"),
    path("search/", search.search, name="search"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/check/", ledger.ledger_checking, name="ledger_checking"),
    path("ledger/feed.atom", ledger.ledger_atom, name="ledger_atom"),
    path("ledger/feed.json", ledger.ledger_json, name="ledger_json"),
    path("ledger/<int:position>/", ledger.ledger_entry, name="ledger_entry"),
    path("after-sign-in/", administration.after_sign_in, name="after_sign_in"),
    path("administration/", administration.administration, name="administration"),
    path("administration/deleted/", administration.forgotten, name="forgotten"),
    path("administration/outbox/", outbox.outbox, name="outbox"),
    path("administration/outbox/<slug:kind>/retry/", outbox.retry_all, name="retry_all"),
    path("administration/outbox/runs/<int:pk>/retry/", outbox.retry_run, name="retry_run"),
    path("administration/outbox/runs/<int:pk>/give-up/", outbox.give_up_run, name="give_up_run"),
    path("administration/outbox/mails/<int:pk>/retry/", outbox.retry_sending, name="retry_mail"),
    path("administration/outbox/mails/<int:pk>/give-up/", outbox.give_up_mail, name="give_up_mail"),
    path("administration/outbox/alerts/<int:pk>/retry/", outbox.retry_telling, name="retry_alert"),
    path("administration/outbox/alerts/<int:pk>/give-up/", outbox.give_up_telling, name="give_up_alert"),
]
