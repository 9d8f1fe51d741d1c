"""Forms of deliveries."""

from besa.delivery.forms.recipients import PreviewForm, RecipientForm

__all__ = ["PreviewForm", "RecipientForm"]
