"""Pages that join all apps."""

from django.urls import path

from besa.site.views import home

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("after-sign-in/", home.after_sign_in, name="after_sign_in"),
]
