"""What a Slack status says about being away: Slack has no out-of-office flag, only words and an expiry."""

import re
from datetime import date, datetime, time

from bot.domain.time.localtime import DAY, local

AWAY = re.compile(
    r"\b(vacation(ing)?|holidays?|(annual|parental|maternity|paternity|sick|medical) leave|on leave|leave until"
    r"|pto|ooo|out of (the )?office|time off|days? off|away|sabbatical|travell?ing)\b",
    re.IGNORECASE,
)
NOON = time(12)


def says_away(status: str) -> bool:
    """Whether a status text says that somebody takes days off ("Vacationing", "PTO until Friday")."""
    return AWAY.search(status) is not None


def last_day_away(expires_at: datetime, zone: str) -> date:
    """The last whole day of a status that ends at the aware `expires_at`; one in the morning is a day of work."""
    there = local(expires_at, zone)
    return there.date() if there.time() >= NOON else there.date() - DAY
