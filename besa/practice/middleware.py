"""Lets who practises onto pages with practice reports, and onto no page for officials that shows what is real."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from besa.people.access import Kind, Practice, access_to
from besa.people.models import User
from besa.people.permissions import practise, standing_of
from besa.practice import practising
from besa.practice.models import Course
from besa.practice.services.courses import note_practice

_LOOKING = ("GET", "HEAD", "OPTIONS")
#: tells the banner, which asks for itself again
_DONE = "practice:done"


class PracticeMiddleware:
    """Costs nothing on public pages, and a look into the session for whoever does not practise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        course = practising.course_of(request)
        if course is not None and request.method == "POST" and course.made_at is not None:
            _congratulate(request, response, note_practice(course=course))
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """A redirect away from what is real, or None to go on, as one who practises."""
        match = request.resolver_match
        access = access_to(match.view_name) if match else None
        if access is None or access.kind is not Kind.ACTION or not practising.is_on(request):
            return None
        course = _course(request)
        if course is None:
            practising.switch_off(request)
            return None
        if access.practice is Practice.CLOSED or (
            access.practice is Practice.READ and request.method not in _LOOKING
        ):
            return _turn_away(request)
        practise(request.user, course.municipality_id)
        practising.mark(request, course)
        return None


def _course(request: HttpRequest) -> Course | None:
    """The course of whoever asks, as long as they may practise there and have practice reports."""
    if not isinstance(request.user, User):
        return None
    course = Course.objects.select_related("municipality").filter(trainee=request.user.pk).first()
    if course is None or course.made_at is None:
        return None
    return course if standing_of(request.user).may("practice.do", course.municipality_id) else None


def _turn_away(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("That page shows what is real. Leave practice first, then you can open it."))
    address = reverse("practice:course")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _congratulate(request: HttpRequest, response: HttpResponse, done: list[str]) -> None:
    if not done:
        return
    practising.keep_done(request, done)
    if request.headers.get("HX-Request"):
        told = response.headers.get("HX-Trigger", "")
        response["HX-Trigger"] = f"{told}, {_DONE}" if told else _DONE
