"""Addresses of practice: below the desk, of which it is a part."""

from __future__ import annotations

from django.urls import path

from besa.practice import views

app_name = "practice"
urlpatterns = [
    path("desk/practice/", views.course, name="course"),
    path("desk/practice/now/", views.now, name="now"),
    path("desk/practice/people/", views.people, name="people"),
]
