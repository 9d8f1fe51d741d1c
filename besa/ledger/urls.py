"""The ledger for machines: checkpoint, entries, tiles, proofs, export."""

from django.urls import path

from besa.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
    path("ledger/vkey", views.vkey, name="vkey"),
    path("ledger/epochs", views.epoch_list, name="epochs"),
    path("ledger/entries", views.entries, name="entries"),
    path("ledger/tile/<path:path>", views.tile, name="tile"),
    path("ledger/proof/inclusion", views.inclusion, name="inclusion"),
    path("ledger/proof/consistency", views.consistency, name="consistency"),
    path("ledger/besa-verify", views.verifier, name="verifier"),
    path("ledger/export", views.export, name="export"),
]
