"""Addresses without a language that know no domain: the installed app, development pages."""

from __future__ import annotations

from django.urls import path

from besa.core.views import challenges, development, installed

app_name = "core"
urlpatterns = [
    path("manifest.webmanifest", installed.manifest_file, name="manifest"),
    path("challenge", challenges.challenge, name="challenge"),
    path("sw.js", installed.service_worker_file, name="service_worker"),
    path(
        "icons/<slug:brand>-maskable-<int:size>.png",
        installed.app_icon,
        {"maskable": True},
        name="maskable_icon",
    ),
    path("icons/<slug:brand>-<int:size>.png", installed.app_icon, name="app_icon"),
    path("dev/mail", development.mails, name="dev_mails"),
    path("dev/mail/<int:pk>", development.mail, name="dev_mail"),
    path("dev/mail/<int:pk>/html", development.mail_html, name="dev_mail_html"),
    path("dev/components", development.components, name="dev_components"),
]
