"""The confirmed deletion of one's own data."""

from bot.blocks.people import privacy as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.languages import Words


async def delete_me(answer: Answer, services: Services, library: Library, words: Words) -> None:
    """Delete it, then say that it is gone. Whose it is comes from Slack, never from the form."""
    await services.privacy.forget(answer.who)
    words.forget(answer.who)
    await answer.replace_view(cards.gone(library))
    await answer.draw_home(services.home.of_nobody(answer.who))
