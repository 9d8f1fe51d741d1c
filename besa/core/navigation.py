"""Menus of the base template. Core knows no pages: the apps above put their links here in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from besa.core.registries import Registry


def _always(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True)
class MenuLink:
    """One link: the name of its view, its words, its symbol in icons.svg, and to whom it is shown."""

    view: str
    label: str | Promise
    icon: str = ""
    shown_to: Callable[[HttpRequest], bool] = _always


@dataclass(frozen=True)
class ShownLink:
    """A link as the template needs it; `here` says that the reader is on that page or below it."""

    url: str
    label: str | Promise
    icon: str
    here: bool


_menus: dict[str, Registry[MenuLink]] = {}


def menu(name: str) -> Registry[MenuLink]:
    """The links of one menu: "main", "account", "footer", and "report" with the one large button."""
    return _menus.setdefault(name, Registry())


@lru_cache(maxsize=200)
def _address(view: str, language: str | None) -> str:
    """The address of a page in the active language, which is named because it decides."""
    return reverse(view)


def links_of(name: str, request: HttpRequest) -> list[ShownLink]:
    """The links of a menu that this reader gets, in order of rank."""
    language = get_language()
    links = [(_address(link.view, language), link) for _, link in menu(name).all() if link.shown_to(request)]
    # One link at most leads here: the moderators' page lies below the desk and has a link of its own.
    here = max((url for url, _ in links if request.path.startswith(url)), key=len, default=None)
    return [ShownLink(url, link.label, link.icon, url == here) for url, link in links]


def link_of(name: str, key: str) -> ShownLink:
    """One link of a menu, for a page of a lower app that says where it belongs; KeyError when there is none."""
    link = menu(name).get(key)
    return ShownLink(_address(link.view, get_language()), link.label, link.icon, here=False)
