"""`python -m bot …`: everything that an operator types."""

import gc
import signal
import sys
from collections.abc import Iterator, Mapping
from pkgutil import resolve_name
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from bot.cli.console import console
from bot.cli.plugins import without_plugins
from bot.errors import SetupError
from bot.version import running_version
from bot.zone_data import use_pinned

# Where each stands. It is imported when it is asked for: a server starts without what only the others need.
COMMANDS = {
    "setup": "bot.cli.setup:setup",
    "run": "bot.cli.serve:run",
    "web": "bot.cli.serve:web",
    "worker": "bot.cli.serve:worker",
    "migrate": "bot.cli.database:migrate",
    "distribution": "bot.cli.database:print_distribution",
    "new-key": "bot.cli.database:print_key",
    "rotate-keys": "bot.cli.database:rotate_keys",
    "backup": "bot.cli.backup:backup",
    "export-person": "bot.cli.people:export_person",
    "erase-person": "bot.cli.people:erase_person",
    "restore": "bot.cli.backup:restore",
    "erase-again": "bot.cli.people:erase_again",
    "doctor": "bot.cli.look:doctor",
    "demo": "bot.cli.look:demo",
    "simulate": "bot.cli.look:simulate",
    "content": "bot.cli.content:content",
    "manifest": "bot.cli.content:manifest",
    "readme": "bot.cli.content:readme",
}


class LazyCommands(Mapping[str, Any]):
    """The commands of `COMMANDS` for Typer, by name in the order of the help."""

    def __getitem__(self, name: str) -> Any:
        """The command that is typed so, imported now. Raises KeyError where there is none."""
        with without_plugins():
            function = resolve_name(COMMANDS[name])
        gc.freeze()  # these objects stay, and are never searched while somebody waits for an answer
        gc.enable()  # `bot.__main__` put it off, and let Ctrl-C end what loads
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(name)(function)
        return typer.main.get_command(single)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class CommandGroup(TyperGroup):
    """All that can be typed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"commands": LazyCommands()})


def show_version(asked: bool) -> None:
    """Print the version and end, where that was asked."""
    if asked:
        typer.echo(f"Second Chair {running_version()}")
        raise typer.Exit


cli = typer.Typer(
    cls=CommandGroup,
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


def main() -> None:
    """The entry of `python -m bot`: a problem with the set-up is shown as its sentences, without a traceback."""
    use_pinned()
    try:
        cli()
    except SetupError as error:
        _end(str(error))
    except Exception as error:
        from bot.storage.base.away import why_unusable  # noqa: PLC0415 - few commands end so

        is_of_a_file = isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError)
        if is_of_a_file or not (sentence := why_unusable(error)):
            raise
        _end(sentence)


def _end(sentence: str) -> NoReturn:
    console.print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(2)
