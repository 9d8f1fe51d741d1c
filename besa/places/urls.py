"""Pages of places."""

from django.urls import path

from besa.places import views

app_name = "places"
urlpatterns = [
    path("places/", views.search, name="search"),
]
