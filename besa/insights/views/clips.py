"""Video clips: chosen on a page, made in the background, then downloaded from stable addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from besa.core.context_processors import brand_of
from besa.insights.clips.filming import ffmpeg_path
from besa.insights.queries.clips import TOPICS, clip_wanted, player_of
from besa.insights.queries.month import month_key, month_or_newest, months_offered
from besa.insights.views.editions import language_of, order_and_show, page_of_edition, taking_reports


@require_http_methods(["GET", "HEAD", "POST"])
def clips(request: HttpRequest, slug: str) -> HttpResponse:
    """`?topic=`, `?month=`, `?language=`: a clip, or how far it is. POST orders it."""
    town, chosen = taking_reports(slug), request.POST or request.GET
    topic = chosen.get("topic", "")
    topic = topic if topic in TOPICS else next(iter(TOPICS))
    month = month_or_newest(chosen.get("month", ""), town)
    language = language_of(chosen.get("language", ""))
    wanted = clip_wanted(topic, town, month, language, brand_of(request))
    has_ffmpeg = bool(ffmpeg_path())
    query = {"topic": topic, "month": month_key(month), "language": language}
    if request.method == "POST" and wanted and has_ffmpeg:
        return order_and_show(request, wanted, query)
    context = {
        "municipality": town,
        **query,
        "month_key": month_key(month),
        "topics": TOPICS.items(),
        "months": months_offered(town),
        "nothing": wanted is None,
        "has_ffmpeg": has_ffmpeg,
        "player": player_of(wanted) if wanted else None,
    }
    return page_of_edition(request, "insights/clips.html", wanted, context)
