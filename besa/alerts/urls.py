"""Pages of alerts: follow, confirm, what I follow, stop."""

from django.urls import path

from besa.alerts.views import answers, following, following_pledges, following_publications, mine

app_name = "alerts"
urlpatterns = [
    path("reports/<int:pk>/follow/", following.follow_report, name="follow"),
    path("follow/pledges/<slug:slug>/", following_pledges.follow_pledges, name="follow_pledges"),
    path("follow/publications/", following_publications.follow_publications, name="follow_publications"),
    path("follow/", following.follow_area, name="follow_area"),
    path("follow/asked/", following.asked, name="asked"),
    path("alerts/", mine.mine, name="mine"),
    path("alerts/lost/", mine.lost, name="lost"),
    path("alerts/device/", mine.device, name="device"),
    path("alerts/device/moved/", mine.device_moved, name="device_moved"),
    path("alerts/of/<str:key>/", mine.following, name="following"),
    path("alerts/one/<str:key>/", mine.subscription, name="subscription"),
    path("alerts/confirm/<str:key>/", answers.confirm, name="confirm"),
    path("alerts/stop-all/<str:key>/", answers.stop_all, name="stop_all"),
    path("alerts/stop/<str:key>/", answers.stop, name="stop"),
    path("alerts/stop/<str:uid>/<str:secret>/", answers.stop_reporter, name="stop_reporter"),
]
