"""Reporting, and the reporter's private page."""

from __future__ import annotations

from django.urls import path

from besa.reports.views import receipt, submission

urlpatterns = [
    path("report/", submission.new, name="new"),
    path("report/photo/", submission.first_photo, name="first_photo"),
    path("report/spot/", submission.spot, name="spot"),
    path("report/similar/", submission.similar, name="similar"),
    path("report/same/<int:pk>/", submission.same, name="same"),
    path("report/offline/", submission.offline, name="offline"),
    path("receipt/<str:uid>/<str:secret>/", receipt.receipt, name="receipt"),
    path("receipt/<str:uid>/<str:secret>/add/", receipt.add, name="receipt_add"),
    path("receipt/<str:uid>/<str:secret>/withdraw/", receipt.withdraw, name="receipt_withdraw"),
    path("receipt/<str:uid>/<str:secret>/resend/", receipt.resend, name="receipt_resend"),
    path("confirm/<str:uid>/<str:token>/", receipt.confirm, name="confirm"),
]
