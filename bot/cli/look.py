"""Commands that show something and change nothing: `doctor`, `demo`, `simulate`."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.capacity.forecast import REAL_ZONES, Size, forecast
from bot.cli.console import console
from bot.clock import wall_clock
from bot.delivery.rate_limit import Rate
from bot.doctor.examination import examine
from bot.doctor.finding import Finding
from bot.domain.time.schedule import is_zone, week_of
from bot.errors import SetupError


def doctor() -> None:
    """Check tokens, scopes, database and machine, and say what works and what to do. Exits with 0 if `run` would
    work.
    """
    findings = asyncio.run(examine())
    show_findings(findings)
    raise typer.Exit(1 if stopping(findings) else 0)


def show_findings(findings: Iterable[Finding]) -> None:
    """Print a line for each finding; "note" if `run` works all the same."""
    for finding in findings:
        mark = "[green]ok   [/]" if finding.right else "[red]to do[/]" if finding.stops else "[yellow]note [/]"
        console.print(f"{mark}  [bold]{finding.about}[/]: {escape(finding.says)}", highlight=False, soft_wrap=True)


def stopping(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that must be fixed before `run` works."""
    return [finding for finding in findings if not finding.right and finding.stops]


def demo(
    play_only: Annotated[bool, typer.Option("--play-only", help="Stop after the week.")] = False,
    page_only: Annotated[
        bool, typer.Option("--page-only", help="Only open the page in a browser, on a Monday morning.")
    ] = False,
) -> None:
    """Play a week of a sales team on a local Slack, then let you type as any of them, here or in a browser."""
    if page_only:
        from bot.playground.page.serve import play_page  # noqa: PLC0415 - a server never plays

        raise typer.Exit(play_page())
    from bot.playground.demo import play  # noqa: PLC0415 - a server never plays

    raise typer.Exit(play(play_only=play_only))


def simulate(
    people: Annotated[int, typer.Option(min=1, help="How many people take part.")] = 1_000_000,
    workspaces: Annotated[int, typer.Option(min=1, help="In how many workspaces.")] = 10_000,
    days: Annotated[int, typer.Option(min=1, max=31, help="How many days, starting on a Monday.")] = 7,
    zones: Annotated[
        str, typer.Option(help="`real` for a realistic spread, or one zone such as Europe/Berlin.")
    ] = "real",
    picture: Annotated[Path, typer.Option(help="Where to write the picture.")] = Path("second-chair-forecast.png"),
) -> None:
    """Forecast what a number of people would need: workers and database size, and how late messages would be."""
    from bot.capacity import report  # noqa: PLC0415 - drawing takes a second to import

    shares = REAL_ZONES if zones == "real" else {zones: 1}
    if not all(is_zone(zone) for zone in shares):
        raise SetupError(f"{zones} is not a time zone. Use an IANA name such as Europe/Berlin, or real.")
    size = Size(people, workspaces, days, week_of(wall_clock().date()), shares)
    expected = forecast(size, Rate())
    console.print(report.table(size, Rate(), expected))
    try:
        is_drawn = report.draw(expected, picture)
    except OSError as error:
        raise SetupError(f"Cannot write {picture}: {error.strerror}. Choose another file with --picture.") from None
    console.print(f"Picture: {picture}" if is_drawn else report.NO_PICTURE)
