"""Recipients, deliveries, and mail that came in."""

from besa.delivery.models.delivery import Attempt, Delivery, State
from besa.delivery.models.incoming import IncomingMail
from besa.delivery.models.recipient import Recipient, RecipientChange

__all__ = ["Attempt", "Delivery", "IncomingMail", "Recipient", "RecipientChange", "State"]
