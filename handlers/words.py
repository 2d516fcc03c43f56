"""Which language somebody is answered in."""

from bot import log
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.parse import Body, who

logger = log.get(__name__)
FROM_PEOPLE = frozenset({"message", "app_home_opened"})  # events that people cause; workspaces cause the others


async def words_of(services: Services, libraries: Libraries, body: Body) -> Library:
    """The library of the person who asks; English where nobody does, or where we cannot know."""
    event = body.get("event")
    if event is not None and event.get("type") not in FROM_PEOPLE:
        return libraries.default
    try:
        return libraries.of(await services.people.locale_tag(who(body)))
    except Exception as error:  # noqa: BLE001 - what they asked for is what counts; its own failure is told
        logger.info("language_unknown", why=type(error).__name__)
        return libraries.default
