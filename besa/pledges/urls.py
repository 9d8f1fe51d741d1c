"""Pages of pledges."""

from django.urls import path

from besa.pledges.views import reply

app_name = "pledges"
urlpatterns = [
    path("pledges/reply/<int:pk>/<str:secret>/", reply.reply, name="reply"),
    path("pledges/reply/<int:pk>/<str:secret>/finish/", reply.finish, name="finish_reply"),
]
