"""What feeds say of new ratings and corrections."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from besa.core.feeds import Entry, Feed
from besa.core.links import absolute_url
from besa.pledges.areas import area_label
from besa.pledges.models import Rating
from besa.pledges.public_cards import title_of
from besa.pledges.reasons import reasons_of
from besa.pledges.statuses import label_of


def entry_of(feed: Feed, rating: Rating) -> Entry:
    """One rating, or its correction."""
    pledge = rating.pledge
    url = absolute_url(
        "pledges:pledge", pledge.mandate.slug, pledge.uid, language=feed.language, brand=feed.brand
    )
    correction = getattr(rating, "correction", None)
    lines = [f"“{pledge.quote}”"]
    if rating.old and rating.old != rating.new:
        change = {"old": label_of(rating.old), "new": label_of(rating.new)}
        lines.append(_("It was: %(old)s. It is now: %(new)s.") % change)
    lines += [correction.text] if correction else [reason.text for reason in reasons_of(rating)]
    status = capfirst(str(label_of(rating.new)))
    said = _("Corrected: %(status)s") % {"status": status} if correction else status
    return Entry(
        url=url,
        title=f"{title_of(pledge)[0]} – {said}",
        text="\n\n".join(lines),
        published=rating.recorded_at,
        changed=rating.recorded_at,
        category=str(area_label(pledge.area)),
        key=f"{url}#rating-{rating.pk}",
    )
