"""Meeting somebody while Slack does not answer: people we know are fine; we have to ask about anybody else."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock


class SilentDirectory(FakeDirectory):
    """A Slack that refuses, or never answers."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self._error = error

    async def profile(self, who: Who) -> Profile | None:  # noqa: ARG002 - it is asked about somebody
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()
        return None


@pytest.fixture(params=[ConnectionResetError("gone"), None], ids=["refused", "silent"])
def silent(request: pytest.FixtureRequest) -> SilentDirectory:
    return SilentDirectory(request.param)


async def test_whom_we_know_is_who_they_were(
    context: Context, directory: FakeDirectory, clock: MovableClock, silent: SilentDirectory
) -> None:
    maria = directory.add("U1", "Maria")
    before = await People(context).meet(maria)
    clock.move(days=2)
    person = await People(replace(context, directory=silent), patience=0.01).meet(maria)
    assert person == before


async def test_housekeeping_finds_a_workspace_of_which_somebody_was_met(
    context: Context, directory: FakeDirectory
) -> None:
    await People(context).meet(directory.add("U1", "Maria"))
    async with context.database.installations() as store:
        assert (await store.text_months(), await store.going()) == ({"T1": 18}, ["T1"])


async def test_whom_we_do_not_know_has_to_be_asked_about(context: Context) -> None:
    with pytest.raises(ConnectionResetError):
        await People(replace(context, directory=SilentDirectory(ConnectionResetError()))).meet(Who("T1", "U9"))


async def test_where_only_slacks_word_counts_nobody_waits_for_it_for_long(
    context: Context, directory: FakeDirectory
) -> None:
    maria = directory.add("U1", "Maria")
    await People(context).meet(maria)
    people = People(replace(context, directory=SilentDirectory(None)), patience=0.01)
    async with asyncio.timeout(5):
        with pytest.raises(Problem, match="not_recognised"):
            await people.refresh(maria)
