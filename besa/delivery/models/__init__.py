"""Recipients, deliveries, and mail that came in."""

from besa.delivery.models.delivery import Attempt, Delivery, State
from besa.delivery.models.incoming import IncomingMail
from besa.delivery.models.limits import AlarmLimits
from besa.delivery.models.recipient import Recipient, RecipientChange

__all__ = ["AlarmLimits", "Attempt", "Delivery", "IncomingMail", "Recipient", "RecipientChange", "State"]
