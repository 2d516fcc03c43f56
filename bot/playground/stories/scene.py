"""Helpers for telling a story: people by name, times on their own wall clocks, and common acts."""

from collections.abc import Callable

from bot.playground.actor import Actor
from bot.playground.stage import Stage
from bot.playground.team import BERLIN
from bot.playground.terminal.typed import when


class Scene:
    """A stage with shortcuts for stories. `look` is called with somebody whose Home tab is worth showing."""

    def __init__(self, stage: Stage, look: Callable[[str], object] = str) -> None:
        self.stage = stage
        self.look = look

    def __call__(self, handle: str) -> Actor:
        """Act as one of the team."""
        return self.stage.as_(handle)

    async def until(self, words: str, handle: str = "") -> None:
        """Let time pass until, say, "tuesday 9:00" on this person's wall clock, or on Berlin's."""
        zone = str(self.stage.as_(handle).zone) if handle else BERLIN
        await self.stage.jump(when(words, self.stage.now, zone))

    def ids(self, *handles: str) -> list[str]:
        """User ids, as a people picker takes them."""
        return [self.stage.as_(handle).id for handle in handles]

    async def starts(self, handle: str, as_: str = "I lead salespeople") -> None:
        """Open the Home tab for the first time, press Start in the message that comes, and say what they do."""
        await self(handle).open_home()
        await self(handle).press("Start")
        await self(handle).press(as_)

    async def joins(self, handle: str) -> None:
        """Say yes to the leader who named them, and ask for the daily prompt as well."""
        await self(handle).press("Fine with me")
        await self(handle).press("Send me the daily prompt too")

    async def sets(self, handle: str, **settings: object) -> None:
        """Change somebody's settings."""
        await self(handle).command("/secondchair settings")
        await self(handle).submit(settings)
        await self(handle).close()

    async def reflects(self, handle: str, text: str) -> None:
        """Write a private note about the open prompt."""
        await self(handle).press("Reflect")
        await self(handle).submit({"text": text})
