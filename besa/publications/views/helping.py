"""What the editor asks for while somebody writes: how it will look, a number from the list, a photo."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from besa.core.figures import AskedWrongly, FigureValue
from besa.core.fragments import render_page
from besa.core.registries import figures
from besa.publications import photo_files
from besa.publications.bindings import REASONS, Binding, BindingError
from besa.publications.blocks import MAX_MARKDOWN
from besa.publications.forms.asking import NumberForm, usual_for
from besa.publications.freezing import question_of
from besa.publications.models import Photo
from besa.publications.views.loading import edition_for, publication_for
from besa.publications.views.showing import Showing


@never_cache
@require_safe
def number(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Choose a figure, see what it says now, and take the code that binds it.

    With a script the code goes into the text; without one it is copied.
    """
    at = edition_for(request, slug, language)
    form = NumberForm.asking(request.GET.dict(), usual_for(at.edition.publication))
    binding, value = _asked(form, language) if form.is_bound and form.is_valid() else (None, None)
    context = {"form": form, "edition": at.edition, "binding": binding, "value": value}
    return render_page(request, "publications/number.html", "number", context)


def _asked(form: NumberForm, language: str) -> tuple[Binding | None, FigureValue | None]:
    """The figure as the text's language writes it; the form says why there is none."""
    try:
        binding = form.binding
        with override(language):
            return binding, figures.get(binding.key).read(question_of(binding))
    except BindingError as error:
        form.add_error(None, str(error))
    except AskedWrongly as error:
        form.add_error(error.field if error.field in form.fields else None, str(REASONS["nothing"]))
    return None, None


@require_POST
def preview(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A text as it will look, for the script beside its box."""
    at = edition_for(request, slug, language)
    text = request.POST.get("markdown", "")[:MAX_MARKDOWN]
    return HttpResponse(Showing(at.edition).markdown(text))


@require_safe
def photo(request: HttpRequest, slug: str, key: str, size: str) -> HttpResponseBase:
    """A photo, for those who write the text; only what we have drawn."""
    publication, _role, _user = publication_for(request, slug)
    found = get_object_or_404(Photo, publication=publication, key=key, state=Photo.State.READY)
    try:
        file = photo_files.photo_path(found.key, size).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response
