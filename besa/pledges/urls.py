"""Pages of pledges."""

from django.urls import path

from besa.core import converters
from besa.pledges.views import (
    documents,
    drafting,
    importing,
    monitoring,
    public,
    public_data,
    public_log,
    reply,
    rounds,
)

__all__ = ["converters", "urlpatterns"]

app_name = "pledges"
urlpatterns = [
    path("pledges/reply/<int:pk>/<str:secret>/", reply.reply, name="reply"),
    path("pledges/reply/<int:pk>/<str:secret>/finish/", reply.finish, name="finish_reply"),
    path("monitoring/", monitoring.desk, name="desk"),
    path("monitoring/new/", monitoring.new_mandate, name="new_mandate"),
    path("monitoring/mandates/<slug:slug>/", monitoring.mandate, name="mandate_desk"),
    path("monitoring/mandates/<slug:slug>/end/", monitoring.end, name="end_mandate"),
    path("monitoring/mandates/<slug:slug>/no-programme/", monitoring.no_programme, name="no_programme"),
    path("monitoring/mandates/<slug:slug>/programme/", monitoring.new_programme, name="new_programme"),
    path("monitoring/mandates/<slug:slug>/conflict/", monitoring.conflict, name="conflict"),
    path("monitoring/mandates/<slug:slug>/freeze/", monitoring.freeze, name="freeze"),
    path("monitoring/mandates/<slug:slug>/pledge/", drafting.new_pledge, name="new_pledge"),
    path("monitoring/mandates/<slug:slug>/import/", importing.import_page, name="import_list"),
    path("monitoring/mandates/<slug:slug>/round/", rounds.new_round, name="new_round"),
    path("monitoring/programmes/<int:pk>/<int:number>/", drafting.programme_page, name="programme_page"),
    path("monitoring/pledges/<str:uid>/", drafting.pledge, name="pledge_desk"),
    path("monitoring/pledges/<str:uid>/test/", drafting.gate, name="gate"),
    path("monitoring/pledges/<str:uid>/criterion/", drafting.criterion, name="criterion"),
    path("monitoring/pledges/<str:uid>/split/", drafting.split, name="split"),
    path("monitoring/pledges/<str:uid>/merge/", drafting.merge, name="merge"),
    path("monitoring/pledges/<str:uid>/drop/", drafting.drop, name="drop"),
    path("monitoring/pledges/<str:uid>/evidence/", drafting.new_evidence, name="new_evidence"),
    path("monitoring/pledges/<str:uid>/evidence/<str:evidence>/", drafting.retract, name="retract"),
    path("monitoring/pledges/<str:uid>/ratings/<int:rating>/", rounds.new_correction, name="new_correction"),
    path("monitoring/pledges/<str:uid>/corrections/<int:draft>/", rounds.correction, name="correction"),
    path("monitoring/rounds/<int:pk>/", rounds.round_page, name="round"),
    path("monitoring/rounds/<int:pk>/send/", rounds.send, name="send_round"),
    path("monitoring/rounds/<int:pk>/again/", rounds.again, name="code_again"),
    path("monitoring/rounds/<int:pk>/approve/", rounds.approve, name="approve_round"),
    path("monitoring/rounds/<int:pk>/return/", rounds.send_back, name="return_round"),
    path("monitoring/rounds/<int:pk>/publish/", rounds.publish, name="publish_round"),
    path("monitoring/cases/<int:pk>/", rounds.case, name="case"),
    path("monitoring/documents/<str:key>/file/", documents.original, name="document"),
    path("monitoring/documents/<str:key>/page/<int:number>/", documents.page_picture, name="page_picture"),
    path("monitoring/documents/<str:key>/photo/<str:size>/", documents.photo, name="document_photo"),
    path("pledges/", public.mayors, name="mayors"),
    path("pledges/method/", public_log.method, name="method"),
    path("pledges/corrections/", public_log.corrections, name="corrections"),
    path("pledges/compare/", public_log.compare, name="compare"),
    path("pledges/<slug:slug>/", public.mandate, name="mandate"),
    path("pledges/<slug:slug>/embed/", public.mandate_embed, name="mandate_embed"),
    path("pledges/<slug:slug>/feed.<feed_form:form>", public_data.feed, name="feed"),
    path("pledges/<slug:slug>/<slug:uid>/", public.pledge, name="pledge"),
    path("pledges/<slug:slug>/<slug:uid>/embed/", public.pledge_embed, name="pledge_embed"),
    path("pledges/<slug:slug>/<slug:uid>/print/", public.pledge_print, name="pledge_print"),
]
