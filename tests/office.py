"""The tests' stage: the real bot on the local Slack with its team. The fixture `office` opens it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.blocks.block_kit import escape
from bot.domain.people.people import Person, PersonStatus, Position, Who
from bot.domain.pictures import Picture, as_json
from bot.localslack import PostedMessage
from bot.pictures.artist import Artist
from bot.playground.stage import Stage
from bot.services.planning.recurring import replan
from content.library import load_library

MONDAY = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)


class QuickArtist(Artist):
    """Draws nothing, instantly: most tests are not about pictures."""

    async def draw(self, picture: Picture) -> bytes:
        return as_json(picture).encode()


class Office(Stage):
    """A stage on Monday 19 October 2026 at 06:00 UTC, where nobody has started yet."""

    async def starts(self, *handles: str, leader: bool = False) -> None:
        """These people take part from now on, without pressing Start in a welcome."""
        for handle in handles:
            person = await self.bot.services.people.meet(self.who(handle))
            async with self.bot.database.transaction(self.workspace.id) as transaction:
                position = Position.LEADER if leader else Position.SALESPERSON
                person = replace(person, status=PersonStatus.ACTIVE, is_leader=leader, position=position)
                await transaction.people.save(person)
                await replan(transaction, person, self.now)

    def who(self, handle: str) -> Who:
        """The identity of one of the team."""
        return Who(self.workspace.id, self.as_(handle).id)

    async def person(self, handle: str) -> Person:
        """What is stored about one of the team."""
        async with self.bot.database.transaction(self.workspace.id) as transaction:
            person = await transaction.people.get(self.who(handle).user_id)
        assert person is not None, f"{handle} is not known yet"
        return person

    async def wait(self, **by: float) -> None:
        """Jump on by a timedelta's arguments."""
        await self.jump(self.now + timedelta(**by))

    async def sleep(self, until: datetime) -> None:
        """Move on in one step, as if the machine had been off for days: what was due in between is missed. For stories
        where those messages play no part, since sending them takes longer than all the rest.
        """
        self.clock.move(until)
        await self.settle()

    async def skip(self, **by: float) -> None:
        """The same by a timedelta's arguments."""
        await self.sleep(self.now + timedelta(**by))


def audience_of(message: PostedMessage) -> str:
    """The audience that a message's prompt is for."""
    shown = str(message.blocks)
    (audience,) = {prompt.audience for prompt in load_library().prompts.values() if escape(prompt.action) in shown}
    return audience


@asynccontextmanager
async def opened(folder: Path, start: datetime = MONDAY) -> AsyncIterator[Office]:
    """An office. If the bot did anything that Slack would reject, the test fails at the end."""
    async with Office(folder, start=start, artist=QuickArtist()) as office:
        yield office
        assert office.slack.refusals == ()
