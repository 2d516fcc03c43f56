"""Shows a forecast as a table for the terminal, and as a picture of how many messages leave when."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.table import Table

from bot.capacity.forecast import MESSAGES_A_SECOND, ONE_SERVER, DatabaseServer, Forecast, Size
from bot.delivery.rate_limit import Rate

NO_PICTURE = "No picture: that needs matplotlib. Install second-chair with the extra `pictures`."


def table(size: Size, pace: Rate, forecast: Forecast) -> Table:
    """The forecast as a table."""
    shown = Table(
        "what", "how much", title=f"{size.people:,} people in {size.workspaces:,} workspaces, {size.days} days"
    )
    rate = "none" if pace.rate is None else f"{pace.rate:g} a second, {pace.burst} at once"
    for label, how_much in (
        ("time zones", str(len(size.zones))),
        ("rate limit of a workspace", rate),
        ("deliveries", f"{forecast.deliveries:,}"),
        ("longest wait of a delivery", _minutes(forecast.late)),
        ("workspaces in which somebody waits over a minute", f"{forecast.slow:,}"),
        ("peak rate, all workspaces", f"{forecast.peak:,.0f} a second"),
        ("workers", f"{forecast.workers} (at {MESSAGES_A_SECOND:,.0f} messages a second each)"),
        ("database, with 400 days of deliveries", f"{forecast.bytes_kept / 2**30:,.1f} GB"),
        ("PostgreSQL servers", f"{forecast.servers} (with {_limits(ONE_SERVER)} each)"),
        ("one server is enough up to", f"{_about(forecast.people_a_server):,} people like these"),
    ):
        shown.add_row(label, how_much)
    return shown


def draw(forecast: Forecast, path: Path) -> bool:
    """Write a picture (PNG): the busiest minute of each hour, in UTC, beside what one worker can send.

    Returns False if matplotlib is missing: it is an extra, since it would be half of everything installed.
    """
    try:
        from matplotlib.dates import DateFormatter, DayLocator  # noqa: PLC0415 - see above
        from matplotlib.figure import Figure  # noqa: PLC0415 - see above
    except ImportError:
        return False
    busiest: dict[datetime, float] = defaultdict(float)
    for minute, a_second in forecast.leaving.items():
        hour = minute.replace(minute=0)
        busiest[hour] = max(busiest[hour], a_second)
    aggregate = Figure(figsize=(9, 3.2), layout="constrained")
    axes = aggregate.subplots()
    axes.bar(list(busiest), list(busiest.values()), width=timedelta(hours=1), align="edge")  # type: ignore[arg-type] # it does take dates
    axes.axhline(MESSAGES_A_SECOND, color="0.4", linewidth=1, linestyle="--")
    axes.text(1, MESSAGES_A_SECOND, "one worker", transform=axes.get_yaxis_transform(), ha="right", va="bottom")
    axes.xaxis.set_major_locator(DayLocator(tz=UTC))  # type: ignore[no-untyped-call]  # matplotlib has no types here
    axes.xaxis.set_major_formatter(DateFormatter("%a %d %b", tz=UTC))  # type: ignore[no-untyped-call]  # nor here
    axes.set_title("Messages sent in the busiest minute of each hour (UTC)", loc="left", fontsize=10)
    axes.set_ylabel("messages a second")
    axes.spines[["top", "right"]].set_visible(False)
    aggregate.savefig(path, dpi=120)
    return True


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _limits(server: DatabaseServer) -> str:
    return f"{server.busy_cores:g} cores busy and {server.most_bytes / 2**40:g} TB at most"


def _about(number: int) -> int:
    """A number rounded to two figures, since nobody knows it more precisely."""
    return round(number, 2 - len(str(number)))
