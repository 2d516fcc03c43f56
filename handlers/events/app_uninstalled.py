"""The app was taken out of a workspace or an organisation."""

from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, sent_at


async def app_uninstalled(answer: Answer, body: Body, services: Services) -> None:
    """Forget its tokens and go silent; the rest is deleted after 30 days."""
    await services.lifecycle.ended(answer.who.workspace_id, sent_at(body))
