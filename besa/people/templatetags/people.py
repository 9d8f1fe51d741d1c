"""Template filters about people: `{% load people %}`."""

from __future__ import annotations

from django import template

from besa.people.browsers import browser_name

register = template.Library()
register.filter("browser_name", browser_name)
