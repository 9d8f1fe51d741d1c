"""What publications put on the pages of the apps above, and on the list of what waits for somebody."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besa.core.context_processors import brand_of
from besa.core.registries import PanelPart, panels, waiting
from besa.core.waiting import Waits
from besa.people.models import User
from besa.people.permissions import standing_of
from besa.places.models import Municipality
from besa.publications.kinds import kind_label
from besa.publications.models import Edition
from besa.publications.permissions import EDIT, REVIEW
from besa.publications.queries.desk import editions_to_publish, editions_to_review
from besa.publications.queries.public_works import Shown, Wanted, are_any_about, newest_lines
from besa.publications.queries.renditions import WantedFiles, files_offered

_SHOWN = 3


def municipality_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The newest publications about a municipality; nothing where there is none."""
    if not are_any_about(municipality):
        return None
    lines = newest_lines(get_language() or "", _SHOWN, Wanted(municipality=municipality.slug))
    context = {"lines": lines, "municipality": municipality}
    return PanelPart("publications/components/public_municipality.html", context)


def files_panel(request: HttpRequest, shown: Shown) -> PanelPart | None:
    """What a published revision can be taken along as."""
    wanted = WantedFiles(shown.edition, shown.revision, shown.language, brand_of(request).key)
    url = reverse("publications:files", args=[shown.edition.publication.slug, shown.revision.version])
    context = {"files": files_offered(wanted), "files_url": url}
    return PanelPart("publications/components/take_along.html", context)


def waiting_for(user: User) -> list[Waits]:
    """Texts that a reviewer has to stand for or send back, and approved ones that an editor publishes."""
    standing = standing_of(user)
    review, publish = _("Read the text and approve it, or send it back"), _("Publish the text")
    return [
        *(_line(one, review, "eye") for one in editions_to_review(standing.organisations_for(REVIEW), user)),
        *(_line(one, publish, "check") for one in editions_to_publish(standing.organisations_for(EDIT))),
    ]


def _line(edition: Edition, task: str, sign: str) -> Waits:
    url = reverse("publications:edition", args=[edition.publication.slug, edition.language])
    return Waits(sign, task, edition.title, url, str(kind_label(edition.publication.kind)), edition.language)


waiting.register("publications", waiting_for, rank=20)
panels("publication").register("publications.files", files_panel, rank=10)
panels("municipality").register("publications.newest", municipality_panel, rank=45)
