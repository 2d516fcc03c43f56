"""The Typer app: every command with its options and its help."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli import COMMANDS, load
from bot.version import running_version


class LazyCommands(Mapping[str, Any]):
    """The commands of `COMMANDS` for Typer, by name, in the order of the help."""

    def __getitem__(self, name: str) -> Any:
        """The command of that name, imported now. Raises KeyError if there is none."""
        function = load(name)
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(name)(function)
        return typer.main.get_command(single)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class CommandGroup(TyperGroup):
    """The group of all commands."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"commands": LazyCommands()})


def show_version(asked: bool) -> None:
    """Print the version and exit, if asked to."""
    if asked:
        typer.echo(f"Second Chair {running_version()}")
        raise typer.Exit


cli = typer.Typer(
    cls=CommandGroup,
    help="Second Chair: from sales manager to sales leader.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print local variables, and with them tokens
)


@cli.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Second Chair: from sales manager to sales leader."""
