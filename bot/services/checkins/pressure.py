"""Which weeks are pressure weeks; inside the caller's transaction."""

from collections.abc import Iterable
from datetime import date

from bot.domain.time.fiscal import FiscalCalendar, Pressure, closing_between, pressure_in
from bot.storage.transaction import Transaction


async def pressure_of(transaction: Transaction, user_id: str, weeks: Iterable[date]) -> dict[date, Pressure]:
    """Those of `weeks` (Mondays) that are pressure weeks for a person, each with the reason."""
    return {week: why for (_, week), why in (await pressures(transaction, [(user_id, week) for week in weeks])).items()}


async def pressures(
    transaction: Transaction, weeks: Iterable[tuple[str, date]], fiscal: FiscalCalendar | None = None
) -> dict[tuple[str, date], Pressure]:
    """Those of `weeks`, pairs of a user id and a Monday, that are pressure weeks, each with the reason. `fiscal` is the
    workspace's, if the caller already has it.
    """
    asked = dict.fromkeys(weeks)
    fiscal = fiscal or (await transaction.workspaces.get()).fiscal
    marks = await transaction.pressure.of_each({user_id for user_id, _ in asked})
    mondays = {week for _, week in asked}
    closing = closing_between(min(mondays), max(mondays), fiscal) if mondays else ()
    return {
        (user_id, week): why
        for user_id, week in asked
        if (why := pressure_in(week, closing, marks[user_id])) is not None
    }
