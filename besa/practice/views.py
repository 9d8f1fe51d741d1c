"""The course, its banner, and how far the people of a municipality have come."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.people.permissions import standing_of
from besa.people.views.scope import chosen_municipality, signed_in, switch
from besa.practice import practising
from besa.practice.exercises import EXERCISES
from besa.practice.models import Course
from besa.practice.queries.progress import progress_in, progress_of
from besa.practice.queries.steps import banner_of, steps_of
from besa.practice.services.courses import begin_practice, start_over


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest) -> HttpResponse:
    """What practice is, the exercises, and the buttons to begin, to leave and to start over."""
    user = signed_in(request)
    if request.method == "POST":
        return _act(request)
    mine = Course.objects.select_related("municipality", "trainee").filter(trainee=user).first()
    places = standing_of(user).municipalities_for("practice.do")
    context = {
        "course": mine,
        "progress": progress_of(user),
        "steps": steps_of(mine) if mine is not None and mine.made_at else [],
        "exercises": EXERCISES,
        "is_on": practising.course_of(request) is not None,
        "places": places,
        "may_follow": standing_of(user).may("practice.follow"),
    }
    return render(request, "practice/course.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    """Begin, leave or start over: each is one button."""
    asked = request.POST.get("action")
    if asked == "leave":
        practising.switch_off(request)
        messages.success(request, _("You have left practice. Everything is real again."))
        return redirect("desk:queue")
    if asked == "begin":
        _begin(request)
        return redirect("desk:queue")
    here = practising.course_of(request)
    if asked != "again" or here is None:
        raise Http404
    start_over(course=here)
    messages.success(request, _("You start over: the practice reports are new."))
    return redirect("practice:course")


def _begin(request: HttpRequest) -> None:
    user = signed_in(request)
    places = standing_of(user).municipalities_for("practice.do")
    wanted = request.POST.get("municipality") or (places[0].slug if places else "")
    chosen = next((place for place in places if place.slug == wanted), None)
    if chosen is None:
        raise PermissionDenied
    begin_practice(trainee=user, municipality=chosen)
    practising.switch_on(request)


@never_cache
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The banner alone, after something was done; as a page it is the course."""
    here = practising.course_of(request)
    if here is None or not request.headers.get("HX-Request"):
        return redirect("practice:course")
    context = banner_of(here, practising.take_done(request))
    return render(request, "practice/components/banner_body.html", context)


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """For coordinators: who has done which exercises."""
    municipality = chosen_municipality(request, "practice.follow")
    context = {
        "municipality": municipality,
        "people": progress_in(municipality) if municipality else [],
        "exercises": EXERCISES,
        "switch": switch(request, "practice.follow"),
    }
    return render(request, "practice/people.html", context)
