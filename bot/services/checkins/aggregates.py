"""Figures about several people: each is made once and kept; inside a transaction that somebody else opened."""

from datetime import date, datetime

from bot.domain.aggregates import Figure, Kind, grown, is_shown
from bot.domain.checkins.checkins import team_split
from bot.domain.checkins.letters import report_figure
from bot.domain.prompts.answers import PRACTISED
from bot.domain.time.fiscal import Quarter
from bot.domain.visibility import FOR_ADMIN, FOR_LEADER
from bot.storage.transaction import Memory


async def week_figure(memory: Memory, week: date, now: datetime, threshold: int = FOR_LEADER) -> Figure | None:
    """The check-ins of the week of Monday `week`: kept by whoever asks first, from `threshold` answers up.

    Every digest and report is made of these alone, so that none can be subtracted from another down to fewer people.
    """
    found = await memory.figures.get(Kind.WEEK, week.isoformat())
    if found is not None:
        return found
    given = await memory.checkins.in_week(week)
    counts = team_split((one.answer for one in given), threshold)
    if counts is None:
        return None
    people = frozenset(one.user_id for one in given)
    plain = {answer.value: count for answer, count in counts.items()}
    return await memory.figures.keep(Figure(Kind.WEEK, week.isoformat(), now, len(people), plain, people))


async def quarter_figure(memory: Memory, quarter: Quarter, now: datetime) -> Figure | None:
    """The same for a quarter, of its weeks with five people or more; every admin reads the same one."""
    found = await memory.figures.get(Kind.QUARTER, quarter.name)
    if found is not None:
        return found
    weeks = [await week_figure(memory, week, now, FOR_ADMIN) for week in quarter.weeks]
    fresh = report_figure(quarter, [week for week in weeks if week is not None], now)
    return None if fresh is None else await memory.figures.keep(fresh)


async def did_it(memory: Memory, delivery_id: str, now: datetime) -> int:
    """How many did a channel's prompt, as its channel may know: none below three, then three and more at a time."""
    found = await memory.figures.get(Kind.PROMPT, delivery_id)
    given = await memory.practices.who(delivery_id, PRACTISED)
    before = found or Figure(Kind.PROMPT, delivery_id, now, 0)
    after = grown(before, given)
    if after is not before:
        after = await memory.figures.keep(after) if found is None else await memory.figures.grow(before, after)
    return after.size if is_shown(after, FOR_LEADER) else 0
