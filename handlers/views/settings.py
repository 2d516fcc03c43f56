"""The submitted settings."""

from datetime import date
from typing import Any

from bot.blocks.people import settings as cards
from bot.blocks.people.settings_fields import SLACK
from bot.blocks.places import country_chosen, zone_chosen
from bot.domain.budget import Cadence
from bot.domain.people.people import NudgeKind, Position
from bot.domain.people.settings import SettingsForm
from bot.services.services import Services
from content.libraries import Libraries
from handlers.answer import Answer
from handlers.parse import Body, chosen_time, typed


async def settings(answer: Answer, view: Body, services: Services, libraries: Libraries) -> None:
    """Save them, and show when each thing comes next in place of the form, in the language and on the clock that they
    chose.
    """
    facts = await services.settings.save(answer.who, form_of(view))
    await answer.replace_view(cards.saved(libraries.of(facts.person.locale_tag), facts))


def form_of(view: Body) -> SettingsForm:
    """What the form holds; settings that an older form lacks stay as they are."""
    values = typed(view)
    return SettingsForm(
        zone=zone_chosen(values["zone"]),
        prompt_on=cards.ON in (values["prompt_on"] or ()),
        prompt_at=chosen_time(values["prompt_at"]),
        working_days=frozenset(int(day) for day in values["working_days"] or ()),
        checkin_day=_number(values.get("checkin_day")),
        checkin_at=chosen_time(values.get("checkin_at")),
        country=country_chosen(values["country"]) or "",
        position=Position(values["position"]) if values["position"] else None,
        cadence=Cadence(values["cadence"]) if values.get("cadence") else None,
        hours=(chosen_time(values["hours_from"]), chosen_time(values["hours_to"])) if "hours_from" in values else None,
        locale=_locale(values.get("language")),
        hour_clock=_number(values.get("clock")),
        first_day=_number(values.get("first_day")),
        wanted=(*_checkin(values), *_kinds(view, values)),
        pause=(_day(values["pause_first"]), _day(values["pause_last"])) if "pause_first" in values else None,
    )


def _checkin(values: dict[str, Any]) -> list[tuple[NudgeKind, bool]]:
    return [(NudgeKind.CHECKIN, cards.ON in (values["checkin_on"] or ()))] if "checkin_on" in values else []


def _kinds(view: Body, values: dict[str, Any]) -> list[tuple[NudgeKind, bool]]:
    """Each kind that was in the form, and whether it is wanted."""
    block = next((block for block in view.get("blocks") or () if block.get("block_id") == "kinds"), None)
    shown = [NudgeKind(option["value"]) for option in block["element"]["options"]] if block else []
    return [(kind, kind.value in (values.get("kinds") or ())) for kind in shown]


def _locale(chosen: str | None) -> str | None:
    return "" if chosen == SLACK else chosen


def _number(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def _day(chosen: str | None) -> date | None:
    return date.fromisoformat(chosen) if chosen else None
