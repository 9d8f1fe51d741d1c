"""Whether a browser is practising: a mark in its session, so that a phone can practise while the desk works."""

from __future__ import annotations

from django.http import HttpRequest

from besa.practice.models import Course

_MARK, _DONE = "practising", "practice_done"
#: attribute of a request that knows whose course it belongs to
_COURSE = "practice_course"


def switch_on(request: HttpRequest) -> None:
    """From the next page on, this browser practises."""
    request.session[_MARK] = True


def switch_off(request: HttpRequest) -> None:
    """From the next page on, everything is real again."""
    request.session.pop(_MARK, None)
    request.session.pop(_DONE, None)


def is_on(request: HttpRequest) -> bool:
    """True while this browser practises."""
    return bool(request.session.get(_MARK))


def mark(request: HttpRequest, course: Course) -> None:
    """Note whose course this request belongs to."""
    setattr(request, _COURSE, course)


def keep_done(request: HttpRequest, exercises: list[str]) -> None:
    """Keep what was just done for the next banner, whichever page shows it."""
    request.session[_DONE] = [*request.session.get(_DONE, []), *exercises]


def take_done(request: HttpRequest) -> list[str]:
    """What was done since the last banner; told once."""
    done: list[str] = request.session.pop(_DONE, []) if request.session.get(_DONE) else []
    return done


def course_of(request: HttpRequest) -> Course | None:
    """The course of a request that is made while practising."""
    course: Course | None = getattr(request, _COURSE, None)
    return course
