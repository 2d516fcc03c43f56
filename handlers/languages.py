"""Which language somebody is answered in."""

from collections import OrderedDict

from bot import log
from bot.domain.people.people import Who
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.parse import Body, who

logger = log.get(__name__)
FROM_PEOPLE = frozenset({"message", "app_home_opened"})  # events that people cause; workspaces cause the others
MOST_KNOWN = 10_000  # people, some 300 bytes for each


class Words:
    """The words for each person who asks. The locales of the last `MOST_KNOWN` people are remembered in this process
    alone, for what is said before the database is asked, or because it does not answer.
    """

    def __init__(self, services: Services, libraries: Libraries) -> None:
        self._services = services
        self._libraries = libraries
        self._known: OrderedDict[Who, str] = OrderedDict()

    def last(self, body: Body) -> Library:
        """The library for the locale that this process last read of the person who asks; English if it did not."""
        locale_tag = self._known.get(who(body))
        return self._libraries.default if locale_tag is None else self._libraries.of(locale_tag)

    async def of(self, body: Body) -> Library:
        """The library of the person who asks; English where nobody does, or where we cannot know."""
        event = body.get("event")
        if event is not None and event.get("type") not in FROM_PEOPLE:
            return self._libraries.default
        try:
            locale_tag = await self._services.people.locale_tag(who(body))
        except Exception as error:  # noqa: BLE001 - what they asked for is what counts; its own failure is told
            logger.info("language_unknown", why=type(error).__name__)
            return self.last(body)
        self._known[who(body)] = locale_tag
        self._known.move_to_end(who(body))
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return self._libraries.of(locale_tag)

    def forget(self, person: Who) -> None:
        """Remember nothing of a person whose data was deleted."""
        self._known.pop(person, None)
