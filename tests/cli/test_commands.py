"""What can be typed: each command is made from the function that stands at its place, and only when it is asked for."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import COMMANDS
from bot.cli.typer_app import LazyCommands, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_made_and_says_what_it_does(name: str) -> None:
    command = LazyCommands()[name]
    assert command.name == name
    assert command.help


def test_typer_has_all_of_them_in_the_order_of_the_help() -> None:
    assert list(getattr(get_command(cli), "commands", {})) == list(COMMANDS)
    shown = CliRunner().invoke(cli, ["--help"], env={"COLUMNS": "200"}).output
    places = [shown.index(f" {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_what_is_no_command_is_refused_with_the_nearest_one() -> None:
    result = CliRunner().invoke(cli, ["erase-persn"])
    assert result.exit_code == 2
    assert "'erase-person'" in result.output
