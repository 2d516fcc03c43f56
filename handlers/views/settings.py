"""The submitted settings."""

from bot.blocks.people import settings as cards
from bot.blocks.places import country_chosen, zone_chosen
from bot.domain.people.people import Position
from bot.domain.people.settings import SettingsForm
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, chosen_time, typed


async def settings(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Save them, and show every next time in place of the form."""
    values = typed(view)
    form = SettingsForm(
        zone=zone_chosen(values["zone"]),
        prompt_on=cards.ON in values["prompt_on"],
        prompt_at=chosen_time(values["prompt_at"]),
        working_days=frozenset(int(day) for day in values["working_days"]),
        checkin_day=int(values["checkin_day"]) if values.get("checkin_day") else None,
        checkin_at=chosen_time(values.get("checkin_at")),
        country=country_chosen(values["country"]) or "",
        position=Position(values["position"]) if values["position"] else None,
    )
    facts = await services.settings.save(answer.who, form)
    await answer.replace_view(cards.saved(library, facts))
