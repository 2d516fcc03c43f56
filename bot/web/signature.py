"""Verifies that a request comes from Slack, by its signature over time and body, before anything is parsed.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
from datetime import datetime

WINDOW = 300  # seconds that a request may be old, or ahead: longer than that it is a replay


# What an operator can do about a request that is refused, by why it is.
HINTS = {
    "unsigned": "It carries no signature of Slack's, so it comes from somebody else.",
    "clock": "Its time is more than five minutes from this machine's. Set the machine's clock; or it is a replay.",
    "secret": "SLACK_SIGNING_SECRET is not the app's, or it comes from somebody else. The secret stands on your "
    "app's page, under Basic Information.",
}


def what_is_wrong(secret: str, timestamp: str, signature: str, body: bytes, now: datetime) -> str:
    """Why Slack, which alone knows `secret` besides us, has not signed these very bytes just now: a key of HINTS; ""
    where it has.
    """
    if not secret or not signature or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return "unsigned"
    wanted = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={wanted}".encode(), signature.encode(errors="replace")):
        return "secret"
    return "clock" if abs(now.timestamp() - int(timestamp)) > WINDOW else ""
