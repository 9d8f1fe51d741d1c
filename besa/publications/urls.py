"""Pages of publications."""

from django.urls import path

from besa.core import converters
from besa.publications import rendition_names
from besa.publications.views import blocks, helping, public, public_data, renditions, steps, talk, works

__all__ = ["converters", "rendition_names", "urlpatterns"]

app_name = "publications"
_AT = "publications/write/<slug:slug>/<slug:language>"
urlpatterns = [
    path("publications/write/", works.desk, name="desk"),
    path("publications/write/new/", works.start, name="start"),
    path("publications/write/<slug:slug>/translate/", works.translate, name="translate"),
    path(
        "publications/write/<slug:slug>/photos/<photo_key:key>/<photo_size:size>/",
        helping.photo,
        name="written_photo",
    ),
    path(f"{_AT}/", works.edition, name="edition"),
    path(f"{_AT}/head/", works.head, name="head"),
    path(f"{_AT}/step/", steps.step, name="step"),
    path(f"{_AT}/verdict/", steps.verdict, name="verdict"),
    path(f"{_AT}/add/<slug:kind>/", blocks.add, name="add_block"),
    path(f"{_AT}/bring/", blocks.bring, name="bring_over"),
    path(f"{_AT}/blocks/<slug:uid>/", blocks.block, name="block"),
    path(f"{_AT}/blocks/<slug:uid>/move/", blocks.move, name="move_block"),
    path(f"{_AT}/blocks/<slug:uid>/delete/", blocks.delete, name="delete_block"),
    path(f"{_AT}/blocks/<slug:uid>/right/", blocks.confirm, name="confirm_block"),
    path(f"{_AT}/conflicts/<int:pk>/", blocks.conflict, name="conflict"),
    path(f"{_AT}/comments/", talk.comment, name="comment"),
    path(f"{_AT}/comments/<int:pk>/", talk.settle, name="settle_comment"),
    path(f"{_AT}/corrections/", steps.correct, name="correct"),
    path(f"{_AT}/corrections/<int:pk>/", steps.drop, name="drop_correction"),
    path(f"{_AT}/revisions/", talk.revisions, name="revisions"),
    path(f"{_AT}/revisions/<int:number>/", talk.revision, name="revision"),
    path(f"{_AT}/revisions/<int:number>/restore/", talk.restore, name="restore_revision"),
    path(f"{_AT}/number/", helping.number, name="number"),
    path(f"{_AT}/preview/", helping.preview, name="preview"),
    path("publications/", public.publications, name="list"),
    path("publications/feed.<feed_form:form>", public_data.feed, name="feed"),
    path("publications/<slug:slug>/", public.publication, name="publication"),
    path("publications/<slug:slug>/<int:version>/", public.publication, name="past"),
    path("publications/<slug:slug>/<int:version>/changes/", public.changes, name="changes"),
    path("publications/<slug:slug>/<int:version>/files/", renditions.files, name="files"),
    path(f"{_AT}/files/", renditions.draft_files, name="draft_files"),
    path(f"{_AT}/files/<rendition_name:rendition_name>", renditions.draft_file, name="draft_file"),
]
