"""The new values of changed settings, a line each."""

from collections.abc import Callable, Mapping

from bot.blocks.people.settings_fields import next_hint, often_label
from bot.blocks.places import country_label
from bot.blocks.when import weekdays
from bot.domain.people.people import NudgeKind, Person
from bot.domain.people.settings import SettingsFacts
from bot.domain.time.zone_menu import zone_label
from content.languages import own_name
from content.models import Library

Line = Callable[[Library, SettingsFacts], str]


def now(library: Library, facts: SettingsFacts) -> list[str]:
    """A line for each setting that was just changed; if none was, that it was so already."""
    if facts.was is None:
        return []
    before, after = facts.was, facts.person
    lines = [line(library, facts) for part, line in LINES.items() if part(before) != part(after)]
    lines += [
        _kind(library, kind, after) for kind in sorted((before.turned_off ^ after.turned_off) - {NudgeKind.CHECKIN})
    ]
    return lines or [library.say("settings.now.same")]


def _prompt(library: Library, facts: SettingsFacts) -> str:
    person = facts.person
    if person.prompt_at is None:
        return library.say("settings.now.prompt_off")
    how = often_label(library, person, person.cadence)
    return library.say(
        "settings.now.prompt", how=how, at=person.prompt_at, next=next_hint(library, facts.next_of("prompt_person"))
    )


def _checkin(library: Library, facts: SettingsFacts) -> str:
    person = facts.person
    if not person.gets_checkin:
        return library.say("settings.now.checkin_off")
    day = library.say(f"settings.days.{person.checkin_day}")
    return library.say(
        "settings.now.checkin", day=day, at=person.checkin_at, next=next_hint(library, facts.next_of("checkin"))
    )


def _hours(library: Library, facts: SettingsFacts) -> str:
    hours = facts.person.hours
    return library.say("settings.now.hours", start=hours.start, end=hours.end)


def _days(library: Library, facts: SettingsFacts) -> str:
    return library.say("settings.now.days", days=weekdays(library, facts.person.working_days))


def _zone(library: Library, facts: SettingsFacts) -> str:
    return library.say("settings.now.zone", zone=zone_label(facts.person.zone, library.speech))


def _country(library: Library, facts: SettingsFacts) -> str:
    person = facts.person
    return library.say("settings.now.country", country=country_label(person.holiday_country, library))


def _clock(library: Library, facts: SettingsFacts) -> str:
    return library.say("settings.now.clock", hours=facts.person.reads_hours)


def _week(library: Library, facts: SettingsFacts) -> str:
    return library.say("settings.now.first_day", day=library.say(f"settings.days.{facts.person.week_begins}"))


def _language(library: Library, facts: SettingsFacts) -> str:
    chosen = facts.person.locale_choice
    name = own_name(chosen) if chosen else library.say("settings.form.language_slack")
    return library.say("settings.now.language", language=name)


def _kind(library: Library, kind: NudgeKind, person: Person) -> str:
    key = "kind_off" if kind in person.turned_off else "kind_on"
    return library.say(f"settings.now.{key}", kind=library.say(f"settings.kinds.{kind}"))


LINES: Mapping[Callable[[Person], object], Line] = {
    lambda person: (person.prompt_at, person.prompt_at and person.cadence): _prompt,
    lambda person: (person.gets_checkin, person.checkin_day, person.checkin_at): _checkin,
    lambda person: person.hours: _hours,
    lambda person: person.working_days: _days,
    lambda person: person.own_zone: _zone,
    lambda person: person.country: _country,
    lambda person: person.hour_clock: _clock,
    lambda person: person.first_day: _week,
    lambda person: person.locale_choice: _language,
}
