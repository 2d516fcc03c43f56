"""`python -m bot …`: everything that an operator types."""

import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from bot.cli.backup import backup, restore
from bot.cli.console import console
from bot.cli.content import content, manifest, readme
from bot.cli.database import migrate, print_key, rotate_keys
from bot.cli.look import demo, doctor, simulate
from bot.cli.people import erase_person, export_person
from bot.cli.serve import run, web, worker
from bot.cli.setup import setup
from bot.errors import SetupError
from bot.version import running_version
from bot.zone_data import use_pinned

COMMANDS: dict[str, Callable[..., None]] = {
    "setup": setup,
    "run": run,
    "web": web,
    "worker": worker,
    "migrate": migrate,
    "new-key": print_key,
    "rotate-keys": rotate_keys,
    "backup": backup,
    "export-person": export_person,
    "erase-person": erase_person,
    "restore": restore,
    "doctor": doctor,
    "demo": demo,
    "simulate": simulate,
    "content": content,
    "manifest": manifest,
    "readme": readme,
}


def show_version(asked: bool) -> None:
    """Print the version and end, where that was asked."""
    if asked:
        typer.echo(f"Second Chair {running_version()}")
        raise typer.Exit


cli = typer.Typer(
    help="Second Chair: from sales manager to sales leader.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print local variables, and tokens with them
)


@cli.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version, and end.")
    ] = False,
) -> None:
    """Second Chair: from sales manager to sales leader."""


for _name, _command in COMMANDS.items():
    cli.command(_name)(_command)


def main() -> None:
    """The entry of `python -m bot`: a problem with the set-up is shown as its sentences, without a traceback."""
    use_pinned()
    try:
        cli()
    except SetupError as error:
        _end(str(error))
    except Exception as error:
        from bot.storage.database import AWAY_SENTENCE, is_away  # noqa: PLC0415 - few commands end so

        if not is_away(error) or (isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError)):
            raise
        _end(AWAY_SENTENCE.format(kind=type(error).__name__))


def _end(sentence: str) -> NoReturn:
    console.print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(2)
