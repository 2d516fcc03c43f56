"""How a forecast looks: a table for the terminal, and a picture of what leaves when."""

from pathlib import Path

from matplotlib.figure import Figure
from rich.table import Table

from bot.delivery.pace import Pace
from bot.delivery.simulate import MESSAGES_A_SECOND, Forecast, Size


def table(size: Size, pace: Pace, found: Forecast) -> Table:
    """The forecast in words and numbers."""
    shown = Table(
        "what", "how much", title=f"{size.people:,} people in {size.workspaces:,} workspaces, {size.days} days"
    )
    rate = "no limit" if pace.rate is None else f"{pace.rate:g} a second, {pace.burst} at once"
    for what, how_much in (
        ("time zones", str(len(size.zones))),
        ("allowed to a workspace", rate),
        ("deliveries", f"{found.deliveries:,}"),
        ("longest wait of any delivery", _minutes(found.late)),
        ("workspaces in which somebody waits over a minute", f"{found.slow:,}"),
        ("most that leave at once, all workspaces", f"{found.peak:,.0f} a second"),
        ("workers", f"{found.workers} (at {MESSAGES_A_SECOND:,.0f} messages a second each)"),
        ("database, with 400 days of deliveries", f"{found.bytes_kept / 2**30:,.1f} GB"),
    ):
        shown.add_row(what, how_much)
    return shown


def draw(found: Forecast, path: Path) -> None:
    """Write a picture (PNG) of how many messages leave a second, minute by minute."""
    figure = Figure(figsize=(9, 3), layout="constrained")
    axes = figure.subplots()
    minutes = sorted(found.leaving)
    hours = [minute / 60 for minute in minutes]
    axes.fill_between(hours, [found.leaving[minute] for minute in minutes], step="post", linewidth=0)
    axes.set_xlabel("hours since the first is due")
    axes.set_ylabel("messages a second")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
