"""The coordinator's pages: who gets what, what was sent, what came back."""

from django.urls import path

from besa.delivery.views import deliveries, incoming, limits, recipients

app_name = "delivery"
urlpatterns = [
    path("desk/recipients/", recipients.recipients, name="recipients"),
    path("desk/recipients/new/", recipients.new_recipient, name="new_recipient"),
    path("desk/recipients/<int:pk>/", recipients.recipient, name="recipient"),
    path("desk/recipients/<int:pk>/test/", recipients.test_recipient, name="test_recipient"),
    path("desk/recipients/<int:pk>/remove/", recipients.remove, name="remove_recipient"),
    path("desk/recipients/<int:pk>/secret/", recipients.new_secret, name="renew_secret"),
    path("desk/deliveries/", deliveries.deliveries, name="deliveries"),
    path("desk/deliveries/alarms/", limits.alarm_limits, name="alarm_limits"),
    path("desk/deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("desk/deliveries/<int:pk>/retry/", deliveries.retry, name="retry"),
    path("desk/deliveries/<int:pk>/cancel/", deliveries.cancel, name="cancel"),
    path("desk/incoming/", incoming.incoming, name="incoming"),
    path("desk/incoming/<int:pk>/", incoming.incoming_mail, name="incoming_mail"),
    path("desk/incoming/<int:pk>/discard/", incoming.discard, name="discard"),
]
