"""`python -m bot …`: everything that an operator types."""

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from cryptography.fernet import InvalidToken
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import log
from bot.app import build
from bot.capacity.forecast import REAL_ZONES, Size, forecast
from bot.clock import wall_clock
from bot.delivery.rate_limit import Rate
from bot.doctor import examine
from bot.domain.time.schedule import is_zone, week_of
from bot.errors import SetupError
from bot.manifest import manifest as app_manifest
from bot.manifest import over_http
from bot.process import ProcessParts
from bot.process import run as run_process
from bot.readme import filled
from bot.settings import read_database_url, read_settings
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.rekey import rekey
from bot.storage.migrate import differences, upgrade
from bot.zone_data import use_pinned
from content.checks import FOLDERS
from content.library import ContentError, load_library
from content.models import Library
from handlers.commands import COMMANDS

cli = typer.Typer(
    help="Second Chair: from sales manager to sales leader.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print local variables, and tokens with them
)
console = Console()


@cli.command()
def run() -> None:
    """Everything in one process: what Slack sends, and what we send. Socket Mode where SLACK_APP_TOKEN is set."""
    _run(ProcessParts())


@cli.command()
def web() -> None:
    """Only what Slack sends, over HTTP."""
    _run(ProcessParts(sender=False))


@cli.command()
def worker() -> None:
    """Only what we send by ourselves."""
    _run(ProcessParts(inbound=False))


@cli.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Only prove, on an empty file, that migrations make the tables.")
    ] = False,
) -> None:
    """Bring the database to the newest tables."""
    if check:
        found = asyncio.run(_check_migrations())
        for difference in found:
            console.print(difference)
        console.print("The migrations and the tables differ." if found else "The migrations make exactly the tables.")
        raise typer.Exit(1 if found else 0)
    asyncio.run(_migrate())
    console.print("The database has the newest tables.")


@cli.command()
def content(
    strict: Annotated[bool, typer.Option("--strict", help="Look at the tone as well, file by file and line.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and problems of tone for a program.")] = False,
) -> None:
    """Check all content, and list what there is."""
    from content.lint.report import report  # noqa: PLC0415 - a server never looks at tone, and starts sooner without

    if as_json:
        found = report()
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        raise typer.Exit(1 if found["problems"] else 0)
    try:
        library = load_library()
    except ContentError as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(1) from None
    console.print(_listed(library))
    problems = report()["problems"] if strict else []
    for problem in problems:
        typer.echo(problem)
    sizes = f"{len(library.prompts)} prompts, {len(library.items)} self-check items, {len(library.words)} sentences"
    console.print(f"{sizes}, {len(problems)} problems of tone." if strict else f"{sizes}.")
    raise typer.Exit(1 if problems else 0)


def _listed(library: Library) -> Table:
    table = Table("Theme", "For leaders", "For salespeople", "For channels", "What it is about")
    for theme in library.themes.values():
        prompts = [prompt.audience for prompt in library.prompts.values() if prompt.theme == theme.key]
        counts = (str(prompts.count(audience)) for audience in FOLDERS.values())
        table.add_row(theme.title, *counts, theme.about)
    return table


@cli.command("new-key")
def print_key() -> None:
    """Print a fresh key for ENCRYPTION_KEYS."""
    typer.echo(new_key())


@cli.command("rotate-keys")
def rotate_keys() -> None:
    """Seal all texts and tokens anew with the first of ENCRYPTION_KEYS; the app may run meanwhile."""
    changed = asyncio.run(_rotate_keys())
    for name, rows in changed.items():
        console.print(f"{name}: {rows} rows sealed anew")
    console.print("Everything is sealed with the newest key. The other keys are needed no more.")


@cli.command()
def doctor() -> None:
    """Look at tokens, scopes, database and content, and say what is right and what to do."""
    findings = asyncio.run(examine())
    for finding in findings:
        mark = "[green]right[/]" if finding.right else "[red]to do[/]"
        console.print(f"{mark}  [bold]{finding.about}[/]: {escape(finding.says)}", highlight=False)
    raise typer.Exit(0 if all(finding.right for finding in findings) else 1)


@cli.command()
def demo(
    play_only: Annotated[bool, typer.Option("--play-only", help="End after the week.")] = False,
    page_only: Annotated[
        bool, typer.Option("--page-only", help="Only the page in a browser, on a Monday morning.")
    ] = False,
) -> None:
    """Play a week of a sales team on a local Slack, then let you type as any of them, here or in a browser."""
    if page_only:
        from bot.playground.page.serve import play_page  # noqa: PLC0415 - a server never plays

        raise typer.Exit(play_page())
    from bot.playground.demo import play  # noqa: PLC0415 - a server never plays

    raise typer.Exit(play(play_only=play_only))


@cli.command()
def simulate(
    people: Annotated[int, typer.Option(min=1, help="How many people take part.")] = 1_000_000,
    workspaces: Annotated[int, typer.Option(min=1, help="In how many workspaces.")] = 10_000,
    days: Annotated[int, typer.Option(min=1, max=31, help="How many days, from a Monday on.")] = 7,
    zones: Annotated[
        str, typer.Option(help="`real` for where people are, or one zone such as Europe/Berlin.")
    ] = "real",
    picture: Annotated[Path, typer.Option(help="Where the picture goes.")] = Path("second-chair-forecast.png"),
) -> None:
    """Compute what a size would take: how late, how many workers, how much database."""
    from bot.capacity import report  # noqa: PLC0415 - drawing takes a second to import

    shares = REAL_ZONES if zones == "real" else {zones: 1}
    if not all(is_zone(zone) for zone in shares):
        raise SetupError(f"{zones} is no time zone. Use an IANA name such as Europe/Berlin, or real.")
    size = Size(people, workspaces, days, week_of(wall_clock().date()), shares)
    found = forecast(size, Rate())
    console.print(report.table(size, Rate(), found))
    report.draw(found, picture)
    console.print(f"Picture: {picture}")


@cli.command()
def manifest(
    url: Annotated[str, typer.Option(help="Where Slack reaches you over HTTP; without it, Socket Mode.")] = "",
) -> None:
    """Print the Slack app manifest, as it stands in manifest.json or for your own address."""
    made = app_manifest(COMMANDS, load_library())
    typer.echo(json.dumps(over_http(made, url) if url else made, indent=2, ensure_ascii=False))


@cli.command()
def readme() -> None:
    """Make the tables of the README anew."""
    path = Path(__file__).parents[1] / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8"), load_library()), encoding="utf-8")


def main() -> None:
    """The entry of `python -m bot`: a problem with the set-up is shown as its sentences, without a traceback."""
    use_pinned()
    try:
        cli()
    except SetupError as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        sys.exit(2)


def _run(parts: ProcessParts) -> None:
    settings = read_settings()
    log.configure(settings.log_format, settings.log_level)
    asyncio.run(run_process(build(settings), parts))


async def _rotate_keys() -> dict[str, int]:
    settings = read_settings()
    database = Database(settings.database_url, Cipher(settings.keys()))
    try:
        return await rekey(database)
    except InvalidToken:
        raise SetupError(
            "Something was sealed with a key that is not in ENCRYPTION_KEYS. Put it at their end."
        ) from None
    finally:
        await database.close()


async def _migrate() -> None:
    database = Database(read_database_url(), Cipher([new_key()]))
    await upgrade(database.engine)
    await database.close()


async def _check_migrations() -> list[str]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.sqlite3", Cipher([new_key()]))
        await upgrade(database.engine)
        found = await differences(database.engine)
        await database.close()
    return found
