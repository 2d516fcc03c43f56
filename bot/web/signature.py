"""Verifies that a request comes from Slack, by its signature over time and body, before anything is parsed.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
from datetime import datetime

WINDOW = 300  # how many seconds old, or ahead, a request can be; beyond that it is a replay


# What an operator can do about a refused request, by reason.
HINTS = {
    "unsigned": "It is not signed by Slack, so somebody else sent it.",
    "clock": "Its time is more than five minutes off this machine's clock. Set the clock; if it is right, "
    "this is a replay.",
    "secret": "SLACK_SIGNING_SECRET is not the app's, or somebody else sent it. The secret is on your app's page, "
    "under Basic Information.",
}


def what_is_wrong(secret: str, timestamp: str, signature: str, body: bytes, now: datetime) -> str:
    """Why these bytes were not signed just now by Slack, which alone knows `secret` besides us: a key of HINTS; "" if
    they were.
    """
    if not secret or not signature or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return "unsigned"
    wanted = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={wanted}".encode(), signature.encode(errors="replace")):
        return "secret"
    return "clock" if abs(now.timestamp() - int(timestamp)) > WINDOW else ""
