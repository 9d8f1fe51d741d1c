"""The ledger for machines: checkpoint, entries, proofs."""

from django.urls import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
