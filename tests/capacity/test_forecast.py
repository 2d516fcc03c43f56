"""The forecast of what a given size would need, computed from the real rhythms."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.capacity.forecast import DatabaseServer, Size, forecast, workspaces, worst_wait
from bot.capacity.report import draw, table
from bot.cli.typer_app import cli
from bot.delivery.rate_limit import Rate
from bot.errors import SetupError

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "wait"),
    [
        ({NOON: 10}, 0.0),  # a burst
        ({NOON: 110}, 20.0),
        ({NOON: 110, NOON + timedelta(seconds=10): 50}, 20.0),  # the second lot comes while 50 of the first still wait
        ({NOON: 110, NOON + timedelta(hours=1): 110}, 20.0),
    ],
)
def test_a_queue_leaves_at_the_pace(due: dict[datetime, int], wait: float) -> None:
    assert worst_wait(due, Rate(rate=5.0, burst=10), NOON, {}) == wait


def test_without_a_limit_nobody_waits() -> None:
    assert worst_wait({NOON: 1000}, Rate(rate=None), NOON, {}) == 0.0


def test_people_are_shared_out_and_the_same_size_gives_the_same_workspaces() -> None:
    size = Size(10_000, 100, 7, MONDAY)

    found = [dict(one) for one in workspaces(size)]

    assert found == [dict(one) for one in workspaces(size)]
    assert sum(sum(one.values()) for one in found) == pytest.approx(10_000, rel=0.05)


def test_one_zone_at_once_is_later_than_the_whole_world() -> None:
    world = forecast(Size(20_000, 20, 7, MONDAY), Rate())
    berlin = forecast(Size(20_000, 20, 7, MONDAY, {"Europe/Berlin": 1}), Rate())

    assert world.deliveries == pytest.approx(berlin.deliveries, rel=0.02)
    assert berlin.late > world.late
    assert berlin.peak > world.peak
    assert world.deliveries > 20_000 * 5  # a prompt on every working day, and the check-ins of leaders
    assert sum(world.leaving.values()) * 60 == pytest.approx(world.deliveries, rel=0.01)


@pytest.mark.parametrize(
    "server",
    [
        pytest.param(DatabaseServer(busy_cores=0.03), id="by computing"),
        pytest.param(DatabaseServer(most_bytes=900_000_000), id="by size"),
    ],
)
def test_from_which_size_on_one_server_is_not_enough(server: DatabaseServer) -> None:
    few = forecast(Size(2_000, 20, 7, MONDAY), Rate(), server=server)
    enough = few.people_a_server
    below, above = (
        forecast(Size(people, people // 100, 7, MONDAY), Rate(), server=server) for people in (enough // 2, enough * 4)
    )
    assert 2_000 < enough < 100_000
    assert (few.servers, below.servers) == (1, 1)
    assert above.servers > 1


def test_a_forecast_is_shown_as_a_table_and_a_picture(tmp_path: Path) -> None:
    size = Size(1000, 10, 7, MONDAY)
    found = forecast(size, Rate())

    assert table(size, Rate(), found).row_count == 10
    draw(found, tmp_path / "forecast.png")
    assert (tmp_path / "forecast.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_is_said_below_the_table(tmp_path: Path) -> None:
    typed = ["simulate", "--people=100", "--workspaces=1", "--days=1", f"--picture={tmp_path}/none/a.png"]
    ended = CliRunner().invoke(cli, typed)
    assert isinstance(ended.exception, SetupError)
    assert "none/a.png: No such file or directory. Choose another file with --picture." in str(ended.exception)
    assert "workers" in ended.output.lower()
