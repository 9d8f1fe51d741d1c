"""How many mails anybody may make us send to one address: codes, and notes to people without an account.

Counted by recipient in the database, so it holds over processes, however many network addresses ask.
"""

from __future__ import annotations

from besa.core.throttling import Bucket, take

PER_HOUR = 16.0
AT_ONCE = 8.0


def may_be_mailed(recipient: str) -> bool:
    """Take one mail from the recipient's allowance; False when it is used up for now."""
    return take(Bucket(f"account-mail:{recipient.lower()}", per_hour=PER_HOUR, capacity=AT_ONCE))
