"""The submitted settings."""

from bot.blocks.people import settings as cards
from bot.domain.people.settings import SettingsForm
from bot.domain.time.schedule import parse_time
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def settings(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Save them, and show every next time in place of the form."""
    given = typed(view)
    form = SettingsForm(
        zone=given["zone"] or "",
        prompt_on=cards.ON in given["prompt_on"],
        prompt_at=parse_time(given["prompt_at"] or ""),
        working_days=frozenset(int(day) for day in given["working_days"]),
        checkin_day=int(given["checkin_day"]) if given.get("checkin_day") else None,
        checkin_at=parse_time(given.get("checkin_at") or ""),
        country=cards.chosen_country(given),
        is_leader=cards.ON in given["leader"],
    )
    facts = await services.settings.save(answer.who, form)
    await answer.replace_view(cards.saved(library, facts))
