"""The times that the clock bar jumps to."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.prompts.occasions import JointCall
from bot.domain.ridealongs.plan_check import LONGEST
from bot.domain.time.schedule import instant
from bot.playground.actor import Actor
from bot.playground.stage import Stage

Destination = Callable[[Stage, Actor], Awaitable[datetime | None]]
MORNING, AFTERNOON, EVENING = time(9), time(15), time(18)
BEFORE, AFTER = timedelta(minutes=10), timedelta(minutes=15)  # by then the brief has come; both have been asked
FAR = timedelta(days=3660)
FRIDAY = 4


def next_morning(now: datetime, zone: str) -> datetime:
    """Nine o'clock on the next day in `zone`, as aware UTC; on Monday where that is a weekend."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    weekend = 7 - tomorrow.weekday() if tomorrow.weekday() > FRIDAY else 0
    return instant(tomorrow + timedelta(days=weekend), MORNING, zone)


def next_friday(now: datetime, zone: str) -> datetime:
    """The next Friday, 15:00 in `zone`, as aware UTC."""
    today = now.astimezone(ZoneInfo(zone)).date()
    moment = instant(today + timedelta(days=(FRIDAY - today.weekday()) % 7), AFTERNOON, zone)
    if moment > now:
        return moment
    return instant(today + timedelta(days=(FRIDAY - today.weekday()) % 7 + 7), AFTERNOON, zone)


def quarter_end(now: datetime, zone: str) -> datetime:
    """18:00 on the last day of the calendar quarter, or of the next one if that has passed."""
    today = now.astimezone(ZoneInfo(zone)).date()
    moment = instant(_last_day(today), EVENING, zone)
    return moment if moment > now else instant(_last_day(today + timedelta(days=1)), EVENING, zone)


def picked(words: str, zone: str) -> datetime:
    """The instant of a date and time from a browser's picker, in `zone`. Raises ValueError."""
    wall = datetime.fromisoformat(words)
    return instant(wall.date(), wall.time(), zone)


def _last_day(on: date) -> date:
    month = (on.month + 2) // 3 * 3 + 1
    return date(on.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)


async def _hour(stage: Stage, _actor: Actor) -> datetime:
    return stage.now + timedelta(hours=1)


async def _morning(stage: Stage, actor: Actor) -> datetime:
    return next_morning(stage.now, actor.user.tz)


async def _friday(stage: Stage, actor: Actor) -> datetime:
    return next_friday(stage.now, actor.user.tz)


async def _quarter(stage: Stage, actor: Actor) -> datetime:
    return quarter_end(stage.now, actor.user.tz)


async def _ride(stage: Stage, _actor: Actor) -> datetime | None:
    starts = [call.starts_at - BEFORE for call in await _calls(stage)]
    return min((at for at in starts if at > stage.now), default=None)


async def _ride_end(stage: Stage, _actor: Actor) -> datetime | None:
    ends = [call.ends_at + AFTER for call in await _calls(stage)]
    return min((at for at in ends if at > stage.now), default=None)


async def _calls(stage: Stage) -> list[JointCall]:
    """Everybody's ride-alongs that are ahead, in progress or just over."""
    people, since = list(stage.workspace.users), stage.now - LONGEST - AFTER
    async with stage.bot.database.reading(stage.workspace.id) as transaction:
        calls = await transaction.ridealongs.calls_of(people, since, stage.now + FAR)
    return [call for of_one in calls.values() for call in of_one if call.planned or call.held]


# The buttons of the clock bar: name, words, and the function that finds the time.
DESTINATIONS: Mapping[str, tuple[str, Destination]] = {
    "hour": ("+1 hour", _hour),
    "morning": ("Next morning", _morning),
    "friday": ("Friday 15:00", _friday),
    "ride": ("Next ride-along", _ride),
    "ride_end": ("… its end", _ride_end),
    "quarter": ("Quarter end", _quarter),
}
