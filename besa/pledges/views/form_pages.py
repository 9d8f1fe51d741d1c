"""A page that is one form: all of the monitors' forms that stand alone look the same."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from besa.pledges.models import Mandate, Pledge, PublicBody


def form_page(
    request: HttpRequest,
    form: forms.Form,
    heading: str,
    button: str,
    mandate: Mandate | None = None,
    pledge: Pledge | None = None,
    assembly: PublicBody | None = None,
    *,
    sent: bool | None = None,
) -> HttpResponse:
    """The form, filled in and with its errors where it comes back.

    `sent` is whether it was sent to be saved, where a form has other buttons too.
    """
    refused = request.method == "POST" if sent is None else sent
    context = {"form": form, "heading": heading, "button": button, "mandate": mandate, "pledge": pledge}
    context["assembly"] = assembly
    return render(request, "pledges/form.html", context, status=422 if refused else 200)
