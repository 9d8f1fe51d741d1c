"""What the ledger's entries about pledges mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "pledges.mandate_added": _("A mandate was added"),
        "pledges.holder_described": _("What is known of the holder of a mandate was written down anew"),
        "pledges.mandate_ended": _("A mandate ended"),
        "pledges.programme_added": _("An electoral programme was archived"),
        "pledges.programme_missing": _("No programme was published for a mandate"),
        "pledges.list_frozen": _("A list of pledges was frozen"),
        "pledges.criterion_published": _("The criterion of a pledge was published"),
        "pledges.conflict_declared": _("Somebody declared a conflict of interest"),
        "pledges.conflict_ended": _("A declared conflict of interest ended"),
        "pledges.evidence_added": _("Evidence on a pledge was archived"),
        "pledges.evidence_retracted": _("Evidence on a pledge was retracted"),
        "pledges.contribution_received": _("A citizen sent something on a pledge"),
        "pledges.contribution_confirmed": _("A citizen confirmed what they sent on a pledge"),
        "pledges.contribution_asked": _("A monitor asked a citizen about what they sent"),
        "pledges.contribution_answered": _("A citizen answered a monitor's question"),
        "pledges.contribution_accepted": _("A monitor accepted what a citizen sent as evidence"),
        "pledges.contribution_refused": _("A monitor did not accept what a citizen sent"),
        "pledges.indicator_bound": _("A figure is shown beside a pledge"),
        "pledges.indicator_ended": _("A figure is shown beside a pledge no more"),
        "pledges.round_opened": _("A monitoring round began"),
        "pledges.coded": _("A monitor coded a pledge"),
        "pledges.coded_again": _("A monitoring round is coded again"),
        "pledges.decided": _("The verdict on a pledge was decided"),
        "pledges.sent_for_reply": _("Draft verdicts were sent to the mayor's office"),
        "pledges.replied": _("The mayor's office replied to draft verdicts"),
        "pledges.silent": _("The mayor's office did not reply in time"),
        "pledges.round_approved": _("A second person approved a monitoring round"),
        "pledges.round_returned": _("A monitoring round was sent back before publication"),
        "pledges.rated": _("A pledge was rated"),
        "pledges.corrected": _("The rating of a pledge was corrected"),
        "pledges.assembly_added": _("An organisation began to write down a municipal assembly"),
        "pledges.session_added": _("A session of a municipal assembly was written down"),
        "pledges.session_document": _("A document of a session was archived"),
        "pledges.attendance_recorded": _("The attendance of a session was recorded"),
        "pledges.attendance_corrected": _("The attendance of a session was corrected"),
        "pledges.vote_recorded": _("A vote of a municipal assembly was recorded"),
        "pledges.vote_corrected": _("A vote of a municipal assembly was corrected"),
        "pledges.generated": _("Made-up pledges were generated for a trial"),
        "pledges.series_kept": _("Published counts of pledges were imported"),
    }
)
