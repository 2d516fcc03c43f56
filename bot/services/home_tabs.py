"""Makes a Home tab for somebody who did not just open it, because what it shows has changed."""

from bot.blocks.block_kit import View
from bot.blocks.home.home import home
from bot.domain.people.people import Who
from bot.services.home import Home
from bot.services.pictures import Pictures
from content.libraries import Libraries


class HomeTabs:
    """The Home tabs of people, each in their own language."""

    def __init__(self, home: Home, pictures: Pictures, libraries: Libraries) -> None:
        self._home = home
        self._pictures = pictures
        self._libraries = libraries

    async def of(self, who: Who) -> View:
        """Somebody's current Home tab, with the pictures that Slack already has; others are described in words."""
        facts = await self._home.facts_as_known(who)
        view = home(self._libraries.of(facts.person.locale_tag), facts)
        blocks, _ = await self._pictures.known(who, view["blocks"])
        return view | {"blocks": blocks}
