"""What can be typed: each command is made from the function in its place, and only when asked for."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import COMMANDS, SERVERS, main
from bot.cli.typer_app import LazyCommands, cli
from bot.errors import SetupError


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


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        pytest.param(["run", "--help"], 0, "everything in one process", id="help of a server"),
        pytest.param(["web", "--prot=1"], 2, "No such option: --prot", id="no option of a server"),
        pytest.param(["worker", "now"], 2, "unexpected extra argument", id="more than a server takes"),
        pytest.param(["Run"], 2, "No such command 'Run'", id="not its name"),
        pytest.param(["--version"], 0, "Second Chair ", id="version"),
        pytest.param([], 2, "Usage: ", id="nothing"),
    ],
)
def test_whatever_is_not_a_server_by_itself_is_typers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], code: int, says: str
) -> None:
    monkeypatch.setattr("sys.argv", ["second-chair", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert says in "".join(capsys.readouterr())


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_by_itself_runs_as_typer_would_run_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    ran: list[object] = []
    monkeypatch.setattr("bot.cli.serve.run_made", ran.append)
    monkeypatch.setattr("bot.cli.worker.run_made", ran.append)
    monkeypatch.setattr("sys.argv", ["second-chair", name])
    main()
    assert CliRunner().invoke(cli, [name]).exit_code == 0
    assert len(ran) == 2
    assert ran[0] == ran[1]
    assert [parameter.name for parameter in LazyCommands()[name].params] == [], "else what is typed has to be read"


def test_a_server_that_cannot_start_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_make: object) -> None:
        raise SetupError("There is no token.")

    monkeypatch.setattr("bot.cli.serve.run_made", fail)
    monkeypatch.setattr("sys.argv", ["second-chair", "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out) == (2, "There is no token.\n")
