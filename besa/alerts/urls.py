"""Pages of alerts: follow, confirm, stop."""

from django.urls import path

from besa.alerts import views

app_name = "alerts"
urlpatterns = [
    path("reports/<int:pk>/follow/", views.follow, name="follow"),
    path("alerts/confirm/<str:key>/", views.confirm, name="confirm"),
    path("alerts/stop/<str:key>/", views.stop, name="stop"),
    path("alerts/stop/<str:uid>/<str:secret>/", views.stop_reporter, name="stop_reporter"),
]
