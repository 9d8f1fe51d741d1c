"""Forms of deliveries."""

from besa.delivery.forms.incoming import AnswerForm
from besa.delivery.forms.recipients import PreviewForm, RecipientForm

__all__ = ["AnswerForm", "PreviewForm", "RecipientForm"]
