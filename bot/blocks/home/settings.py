"""One's settings on the Home tab, each with the time at which it comes next."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from bot.blocks.people.settings import settings_button
from bot.blocks.when import day, moment, weekdays
from bot.domain.home import HomeFacts
from bot.domain.people.people import Person
from bot.domain.time.schedule import local_date
from content.models import Library


def settings(library: Library, facts: HomeFacts) -> list[Block]:
    """What is set, what comes next, and where to change it."""
    return [
        block_kit.header(library.say("home.settings.title")),
        block_kit.section("\n".join(_set(library, facts))),
        block_kit.section(_next(library, facts)),
        block_kit.actions(
            settings_button(library, "home.settings.button"),
            block_kit.button(library.say("home.settings.stop_button"), Action.STOP),
        ),
        block_kit.context(library.say("home.settings.pause")),
    ]


def _set(library: Library, facts: HomeFacts) -> list[str]:
    person = facts.person
    lines = [_pause(library, facts)] if _pause(library, facts) else []
    lines.append(library.say(f"home.settings.{'own_zone' if person.own_zone else 'zone'}", zone=person.zone))
    lines.append(library.say("home.settings.days", days=weekdays(library, person.working_days)))
    lines.append(_prompt(library, person))
    if person.checks_in:
        at = person.checkin_at
        lines.append(library.say("home.settings.checkin", day=weekdays(library, {person.checkin_day}), time=at))
    return lines


def _prompt(library: Library, person: Person) -> str:
    if person.prompt_at is None:
        return library.say("home.settings.no_prompt")
    return library.say("home.settings.prompt", time=person.prompt_at)


def _pause(library: Library, facts: HomeFacts) -> str:
    today = local_date(facts.now, facts.person.zone)
    pause = next((pause for pause in facts.person.pauses if pause.covers(today)), None)
    if pause is None:
        return ""
    if pause.last is None:
        return library.say("home.settings.paused")
    return library.say("home.settings.paused_until", when=day(pause.last))


def _next(library: Library, facts: HomeFacts) -> str:
    named = [next_time for next_time in facts.next_times if f"nudges.{next_time.nudge}" in library.words]
    lines = [
        library.say(
            "home.settings.next",
            nudge=library.say(f"nudges.{next_time.nudge}"),
            when=moment(next_time.at, facts.person.zone),
        )
        for next_time in named[:10]
    ]
    return "\n".join(lines) or library.say("home.settings.nothing_next")
