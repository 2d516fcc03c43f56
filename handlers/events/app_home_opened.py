"""Somebody opened the Home tab."""

from bot.domain.people.people import PersonStatus
from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body


async def app_home_opened(answer: Answer, event: Body, services: Services) -> None:
    """Welcome somebody who opens it for the first time, and show it; the event comes for the Messages tab as well."""
    if event["tab"] == "home":
        facts = await services.home.facts(answer.who)
        if facts.person.status is PersonStatus.NEW:
            await services.onboarding.opened_home(answer.who)
        await answer.draw_home(facts)
