"""Template tags that every template may use without loading them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, FileInput, HiddenInput
from django.forms.widgets import ChoiceWidget, Select
from django.http import HttpRequest
from django.template import Engine
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from besa.core import languages, navigation
from besa.core.dates import as_element, day_of, exactly
from besa.core.registries import PanelPart
from besa.core.registries import panels as panels_of

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """A stored text in the reader's language."""
    return languages.choose(texts)


@register.filter
def language_tag(code: str) -> str:
    """BCP 47 tag of a language key, for `lang` and `hreflang`."""
    return languages.TAGS.get(code, code)


@register.simple_tag(name="language_tag")
def language_tag_of(code: str) -> str:
    """BCP 47 tag of a language key, for `lang` and `hreflang`."""
    return languages.TAGS.get(code, code)


@register.simple_tag
def open_graph_language() -> str:
    """The active language as `og:locale` wants it."""
    return languages.OPEN_GRAPH[get_language() or languages.SQ]


@register.simple_tag
def language_name() -> str:
    """The active language in its own words."""
    return dict(settings.LANGUAGES).get(get_language() or "", "")


@register.simple_tag(takes_context=True)
def this_page_in(context: Context, language: str) -> str:
    """The address of this page in another language, with its query."""
    rest = context.get("rest_of_address") or _rest_of_address(context["request"])
    return f"/{language}/{rest}" if rest is not None else str(context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def in_other_languages(context: Context) -> SafeString:
    """Where search engines find this page in each language. Written in Python, as every page has it."""
    request = context["request"]
    site, rest = request.build_absolute_uri("/").rstrip("/"), _rest_of_address(request)
    return SafeString(
        "".join(
            f'<link rel="alternate" hreflang="{languages.TAGS.get(code, code)}"'
            f' href="{site}{escape(f"/{code}/{rest}" if rest is not None else request.get_full_path())}">\n'
            for code, _name in settings.LANGUAGES
        )
    )


def _rest_of_address(request: HttpRequest) -> str | None:
    """What follows the language in the address; None when the address names no language, as those of machines."""
    address, beginning = request.get_full_path(), f"/{get_language()}/"
    return address.removeprefix(beginning) if address.startswith(beginning) else None


#: stands for the rest of the address while a part of the page is kept for other addresses
_ANY_PAGE = "any-page-of-this-site"


@register.simple_tag(takes_context=True)
def frame(context: Context, template_name: str, *menus: str) -> SafeString:
    """A part around every page, the header or the footer, with its menus as `links`: drawn once, then kept.

    It depends on the brand, the language, the links this reader gets, and whether the page is `bare`, nothing else.
    """
    request, brand = context.get("request"), context.get("brand")
    links = {name: navigation.links_of(name, request) if request else [] for name in menus}
    rest = _rest_of_address(request) if request else None
    values = {"brand": brand, "bare": context.get("bare", False), "links": links, "lang": get_language()}
    if request is None or rest is None:
        return render_to_string(template_name, values | {"languages": settings.LANGUAGES, "request": request})
    shown = tuple((link.url, str(link.label), link.here) for part in links.values() for link in part)
    key = (template_name, brand, values["bare"], values["lang"], shown)
    if key not in _frames:
        if len(_frames) >= _MOST_FRAMES:
            _frames.clear()
        known = values | {"languages": settings.LANGUAGES, "rest_of_address": _ANY_PAGE}
        _frames[key] = render_to_string(template_name, known)
    return SafeString(_frames[key].replace(_ANY_PAGE, escape(rest)))


_frames: dict[tuple[Any, ...], str] = {}
_MOST_FRAMES = 500


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept value … %}…{% endkept %}`: a part that depends on the language and the values alone, drawn once.

    For long parts of fixed words and addresses, such as the texts that a script needs.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(inside, values)


class Kept(template.Node):
    """What was drawn is held in this process, for each language and set of values that came up."""

    def __init__(self, inside: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = inside
        self._values = values
        self._drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The part, drawn the first time only."""
        key = (get_language(), *(value.resolve(context) for value in self._values))
        if key not in self._drawn:
            if len(self._drawn) >= _MOST_FRAMES:
                self._drawn.clear()
            self._drawn[key] = self.nodelist.render(context)
        return self._drawn[key]


@register.inclusion_tag("core/components/settings_menu.html", takes_context=True)
def settings_menu(context: Context, slug: str) -> dict[str, Any]:
    """The pages on which a coordinator sets up a municipality, as tabs."""
    return {"links": navigation.links_of("settings", context["request"]), "slug": slug}


@register.simple_tag
def front_page() -> str:
    """The home page in the active language."""
    return f"/{get_language()}/"


@register.simple_tag
def menu_link(menu_name: str, key: str) -> navigation.ShownLink:
    """A link of a menu by its key: `{% menu_link "account" "desk" as desk %}`. An upper app may have put it there."""
    return navigation.link_of(menu_name, key)


@register.simple_tag(takes_context=True)
def panels(context: Context, slot: str, subject: Any) -> SafeString:
    """All parts that the apps above put on this page, in order of rank."""
    request = context["request"]
    parts = (panel(request, subject) for _, panel in panels_of(slot).all())
    return SafeString("".join(_drawn(part, context) for part in parts if part))


def _drawn(part: PanelPart, context: Context) -> str:
    """A part drawn on the page's own context, as an include is: what every page knows is not made again for it."""
    engine = context.template.engine if context.template else Engine.get_default()
    with context.push(**part.context):
        return str(engine.get_template(part.template).render(context))


@register.simple_tag
def icon(name: str, label: str | Promise = "", size: str = "") -> SafeString:
    """A symbol of icons.svg. Without a label it is decoration and hidden from screen readers."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=500)
def _icon(name: str, label: str, size: str) -> SafeString:
    classes = f"icon {size}".strip()
    address = f"{static('core/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)


@register.simple_tag
def status(state: str, label: str | Promise, size: str = "") -> SafeString:
    """A report's state: a word, a shape and a colour. The word comes from the app that owns the states."""
    return _status(state, str(label), size)


@lru_cache(maxsize=500)
def _status(state: str, label: str, size: str) -> SafeString:
    classes = f"status status-{state} {size}".strip()
    return format_html('<span class="{}">{}{}</span>', classes, icon(f"state_{state}"), label)


@register.simple_tag
def when(moment: datetime | date | None) -> SafeString | str:
    """A date as people say it, with the exact time in the `title`."""
    return "" if moment is None else as_element(moment)


@register.filter
def excerpt(text: str, longest: int) -> str:
    """The beginning of a text in at most so many characters, in whole words where they are not longer than that;
    `truncatechars` takes twenty times as long."""
    if len(text) <= longest:
        return text
    begun = text[: longest - 1]
    words = begun if text[longest - 1].isspace() else begun.rpartition(" ")[0] or begun
    return f"{words.rstrip()}…"


@register.filter
def day(moment: datetime | date) -> str:
    """The day in full: for paper and mails."""
    return day_of(moment)


@register.filter
def day_and_time(moment: datetime) -> str:
    """Day and time in full: for mails."""
    return exactly(moment)


@register.simple_tag
def clock(due: datetime, done: datetime | None = None, label: str | Promise = "") -> SafeString:
    """A deadline: how long is left, how late it is, or that it was met. `late` is no state but this clock.

    Written in Python, as a list shows fifty of them.
    """
    now = timezone.now()
    look = "done" if done and done <= due else "late" if (done or now) > due else ""
    if not look and (due - now).total_seconds() < 86_400:
        look = "soon"
    moment = ""
    if look == "done":
        words = _("in time")
    elif look == "late" and done:
        words = _("answered late")
    else:
        words = _("late, was due") if look == "late" else pgettext("deadline", "due")
        moment = f" {when(due)}"
    before = f"{escape(label)}: " if label else ""
    # Not by `format_html`, which takes half of the time: only the label comes from elsewhere.
    return SafeString(
        f'<span class="clock {look}">{icon("clock")}<span>{before}{escape(words)}{moment}</span></span>'
    )


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """A number as the reader's language writes it, with groups of thousands; a dash for None."""
    return "–" if value is None else number_format(value, decimal_pos=digits, force_grouping=True)


#: the templates a field can be drawn with
_FIELDS = "core/components/fields/"


@register.simple_tag
def field(
    bound: BoundField,
    look: str = "",
    hint: str | Promise = "",
    label: str | Promise = "",
    optional: bool | None = None,
) -> SafeString:
    """A form field with label, hint and errors. `look`: "" or any of "big", "columns", "short"."""
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return SafeString(str(bound))
    shown_hint = hint or bound.help_text
    values = {
        "field": bound,
        "look": look,
        "hint": shown_hint,
        "label": label or bound.label,
        "optional": (not bound.field.required) if optional is None else optional,
        "drawn": bound.as_widget(attrs=_attributes(bound, bool(shown_hint))) if not _is_group(widget) else "",
        "choices": getattr(bound.field, "icons", {}),
    }
    return render_to_string(_FIELDS + _template_of(widget), values)


def _is_group(widget: Any) -> bool:
    return isinstance(widget, ChoiceWidget) and not isinstance(widget, Select)


def _template_of(widget: Any) -> str:
    if _is_group(widget):
        return "group.html"
    if isinstance(widget, CheckboxInput):
        return "check.html"
    return "file.html" if isinstance(widget, FileInput) else "line.html"


def _attributes(bound: BoundField, has_hint: bool) -> dict[str, str | bool]:
    described = [f"{bound.auto_id}_helptext"] if has_hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


@register.filter
def focus_classes(point: tuple[float, float] | None) -> str:
    """Classes that keep a photo's focus point (shares of width and height, 0 to 1) in sight when it is cropped."""
    if not point:
        return ""
    x, y = (min(100, max(0, round(share * 4) * 25)) for share in point)
    return f"fx-{x} fy-{y}"


@register.filter
def lookup(table: Mapping[str, str], key: Any) -> str:
    """The value of a key in a table; empty when there is none."""
    return table.get(str(key), "")


@register.filter
def initials(name: str) -> str:
    """Up to two first letters of a name."""
    return "".join(part[0].upper() for part in name.split()[:2])
