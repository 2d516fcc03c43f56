"""How often one person may do in a day what others wait or pay for: far more than anybody would need."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.localtime import instant
from bot.domain.time.schedule import local_date

SHORTEST_DAY = timedelta(hours=12)


class Allowance(StrEnum):
    """What is counted. Rows are not counted, since they go when somebody has their data deleted."""

    EXPORT = "export"
    FILE = "file"
    CALENDAR = "calendar"
    ACCESS_KEY = "door"
    WEBHOOK = "webhook"
    CHANNEL = "channel"
    CHANGE = "change"
    SELFCHECK = "selfcheck"
    PROGRAMME = "programme"
    TEAM = "team"
    INVITE = "invite"
    PLAN = "plan"
    MOMENT = "moment"
    DEAL = "deal"


# Times per person and local day, for what writes to others, reads years of data, calls another server, or leaves a row
# behind each time.
MOST_A_DAY: Mapping[Allowance, int] = {
    Allowance.EXPORT: 10,
    Allowance.FILE: 30,
    Allowance.CALENDAR: 20,
    Allowance.ACCESS_KEY: 20,
    Allowance.WEBHOOK: 20,
    Allowance.CHANNEL: 50,
    Allowance.CHANGE: 50,
    Allowance.SELFCHECK: 10,
    Allowance.PROGRAMME: 10,
    Allowance.TEAM: 20,
    Allowance.INVITE: 20,
    Allowance.PLAN: 25,
    Allowance.MOMENT: 50,
    Allowance.DEAL: 25,
}


def day_begins(now: datetime, zone: str) -> datetime:
    """When the current day of somebody in this IANA zone began, for counting (aware UTC).

    That is midnight where they are, or SHORTEST_DAY ago if that is earlier, so that nobody gets a new day by moving to
    a zone where it is past midnight.
    """
    return min(instant(local_date(now, zone), MIDNIGHT, zone), now - SHORTEST_DAY)
