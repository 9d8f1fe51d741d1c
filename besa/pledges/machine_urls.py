"""Addresses for machines about pledges: data, files, cards. They carry no language."""

from django.urls import path

from besa.core import converters
from besa.core.images.redrawing import EXTENSION
from besa.pledges.views import public_assembly, public_cards, public_data, public_documents

__all__ = ["converters", "urlpatterns"]

app_name = "pledges-data"
urlpatterns = [
    path("pledges/schema.json", public_data.schema, name="schema"),
    path("pledges/popolo.json", public_data.popolo, name="popolo"),
    path("assemblies/<slug:slug>.csv", public_assembly.assembly_csv, name="assembly_csv"),
    path("assemblies/<slug:slug>.json", public_assembly.assembly_json, name="assembly_json"),
    path("oembed", public_data.oembed, name="oembed"),
    path("pledges/<slug:slug>.csv", public_data.mandate_csv, name="csv"),
    path("pledges/<slug:slug>.json", public_data.mandate_json, name="json"),
    path("documents/<photo_key:key>", public_documents.original, name="document"),
    path(f"documents/<photo_key:key>-<int:number>.{EXTENSION}", public_documents.page, name="document_page"),
    path(
        f"documents/<photo_key:key>-<photo_size:size>.{EXTENSION}",
        public_documents.photo,
        name="document_photo",
    ),
    path(
        "cards/pledges/<slug:uid>-<card_language:language>.png",
        public_cards.pledge_card_file,
        name="pledge_card",
    ),
    path(
        "cards/mandates/<slug:slug>-<card_language:language>.png",
        public_cards.mandate_card_file,
        name="mandate_card",
    ),
]
