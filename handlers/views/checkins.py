"""The details of a check-in."""

from datetime import date

from bot.blocks.checkins import checkins as cards
from bot.domain.checkins.checkins import CUSTOM_FIELD, MOST_TAKEOVERS, CheckInDetails
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer
from handlers.parse import Body, typed


async def checkin(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep them, and show them where the form was opened."""
    place = answer.carried
    facts = await services.checkins.add_details(answer.who, date.fromisoformat(place["week"]), details(view))
    card = cards.card(library, facts)
    await answer.reply(card)
    await sync_messages.checkin(answer, services, facts, card)


def details(view: Body) -> CheckInDetails:
    """What the form holds. Raises Problem where a number is not one."""
    values = typed(view)
    return CheckInDetails(
        tuple(values.get("developed") or ()),
        values.get("pulled"),
        _whole_number(values.get("takeovers") or ""),
        values.get("if") or "",
        values.get("then") or "",
        custom={
            name.removeprefix(CUSTOM_FIELD): text or ""
            for name, text in values.items()
            if name.startswith(CUSTOM_FIELD)
        },
    )


def _whole_number(text: str) -> int | None:
    try:
        return int(text) if text.strip() else None
    except ValueError:
        raise Problem("checkins.problems.takeovers", "takeovers", most=MOST_TAKEOVERS) from None
