"""The fields of the settings form, group by group."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Menu
from bot.blocks.places import country_menu, own_guess, zone_menu
from bot.blocks.when import moment, weekdays
from bot.domain.budget import Cadence, days_for
from bot.domain.people.people import NudgeKind, Person, Position
from bot.domain.people.positions import position_of
from bot.domain.people.settings import GUESSED, HOUR_CLOCKS, USUAL_PROMPT, SettingsFacts, Upcoming
from bot.domain.time.weeks import first_weekday, usual_hours
from content.languages import languages, own_name
from content.models import Library

ON = "on"
DAYS = tuple(str(day) for day in range(7))
CHOSEN_CADENCES = (Cadence.DAILY, Cadence.THRICE, Cadence.WEEKLY)
FIRST_DAYS = (0, 5, 6)  # Monday, Saturday, Sunday: the days weeks begin on anywhere
FOR_ANYBODY = (NudgeKind.BRIEFS, NudgeKind.REFLECTIONS, NudgeKind.FOLLOW_UPS, NudgeKind.PAUSE_OFFERS)
SLACK = "slack"


def prompt(library: Library, facts: SettingsFacts) -> list[Block]:
    """Whether, how often and when the daily prompt comes; each frequency with its days."""
    person = facts.person
    switch = block_kit.checkboxes(
        "prompt_on", {ON: library.say("settings.form.prompt_on")}, [ON] if person.prompt_at else []
    )
    often = {cadence.value: often_label(library, person, cadence) for cadence in CHOSEN_CADENCES}
    at = block_kit.time_picker("prompt_at", person.prompt_at or person.hours.nearest(USUAL_PROMPT))
    return [
        _title(library, "prompt"),
        block_kit.field("prompt_on", library.say("settings.form.prompt"), switch, optional=True),
        block_kit.field(
            "cadence",
            library.say("settings.form.cadence"),
            block_kit.radio("cadence", often, person.cadence),
            hint=_thinned(library, facts),
        ),
        block_kit.field(
            "prompt_at",
            library.say("settings.form.prompt_at"),
            at,
            hint=next_hint(library, facts.next_of("prompt_person")),
            optional=True,
        ),
    ]


def checkin(library: Library, facts: SettingsFacts) -> list[Block]:
    """Whether and when the weekly check-in comes."""
    person = facts.person
    on = [ON] if NudgeKind.CHECKIN not in person.turned_off else []
    switch = block_kit.checkboxes("checkin_on", {ON: library.say("settings.form.checkin_on")}, on)
    menu = block_kit.menu("checkin_day", _days(library), str(person.checkin_day))
    at = block_kit.time_picker("checkin_at", person.checkin_at)
    return [
        _title(library, "checkin"),
        block_kit.field("checkin_on", library.say("settings.form.checkin"), switch, optional=True),
        _field(library, "checkin_day", menu, "checkin_day_hint"),
        block_kit.field(
            "checkin_at", library.say("settings.form.checkin_at"), at, hint=next_hint(library, facts.next_of("checkin"))
        ),
    ]


def kinds(library: Library, facts: SettingsFacts) -> list[Block]:
    """What else we send unasked, each with its next time if known."""
    shown = kinds_of(facts.person)
    labels = {kind.value: library.say(f"settings.kinds.{kind}") for kind in shown}
    notes = {NudgeKind.REMINDERS: facts.next_of("checkin_reminder"), NudgeKind.LETTERS: facts.letters_at}
    described = {
        kind.value: next_hint(library, upcoming) for kind, upcoming in notes.items() if kind in shown and upcoming
    }
    chosen = [kind.value for kind in shown if kind not in facts.person.turned_off]
    boxes = block_kit.checkboxes("kinds", labels, chosen, described)
    return [_title(library, "kinds"), _field(library, "kinds", boxes, "kinds_hint", optional=True)]


def kinds_of(person: Person) -> tuple[NudgeKind, ...]:
    """The kinds of nudges that somebody may turn off here, besides the prompt and the check-in."""
    reminders = (NudgeKind.REMINDERS,) if person.checks_in else ()
    letters = (NudgeKind.LETTERS,) if person.is_leader or person.is_admin else ()
    return (*reminders, *letters, *FOR_ANYBODY)


def days_and_hours(library: Library, facts: SettingsFacts) -> list[Block]:
    """The working days, and the hours in which messages may come."""
    person = facts.person
    chosen = [str(working_day) for working_day in sorted(person.working_days)]
    start, end = (block_kit.time_picker(f"hours_{part}", at) for part, at in
                  (("from", person.hours.start), ("to", person.hours.end)))  # fmt: skip
    return [
        _title(library, "hours"),
        _field(
            library, "working_days", block_kit.checkboxes("working_days", _days(library), chosen), "working_days_hint"
        ),
        block_kit.field("hours_from", library.say("settings.form.hours_from"), start),
        _field(library, "hours_to", end, "hours_hint" if facts.heeds_dnd else "hours_hint_alone"),
    ]


def pause(library: Library, facts: SettingsFacts) -> list[Block]:
    """The current or next pause: from when until when."""
    current = facts.next_pause
    first = block_kit.date_picker("pause_first", current.first if current else None)
    last = block_kit.date_picker("pause_last", current.last if current else None)
    return [
        _title(library, "pause"),
        block_kit.field("pause_first", library.say("settings.form.pause_first"), first, optional=True),
        _field(library, "pause_last", last, "pause_hint", optional=True),
    ]


def place(library: Library, facts: SettingsFacts) -> list[Block]:
    """The time zone and the public holidays, each as a searchable menu."""
    person = facts.person
    key = "zone_own" if person.own_zone else "zone_follows"
    hint = library.say(f"settings.form.{key}", zone=person.zone, profile=person.profile_zone)
    zones = zone_menu(Menu.ZONE, person.own_zone, library, person.profile_zone)
    countries = country_menu(Menu.COUNTRY, person.country, own_guess(library, person), library)
    return [
        _title(library, "place"),
        block_kit.field("zone", library.say("settings.form.zone"), zones, hint=hint),
        _field(library, "country", countries, "country_hint"),
    ]


def writing(library: Library, facts: SettingsFacts) -> list[Block]:
    """The language, and how times and weeks are written."""
    person = facts.person
    spoken = {SLACK: library.say("settings.form.language_slack")} | {locale: own_name(locale) for locale in languages()}
    clocks = {str(GUESSED): _guess(library, "clock", hours=usual_hours(person.zone, person.locale))} | {
        str(hours): library.say("settings.form.clock_hours", hours=hours) for hours in HOUR_CLOCKS
    }
    usual = library.say(f"settings.days.{first_weekday(person.zone, person.locale)}")
    firsts = {str(GUESSED): _guess(library, "first_day", day=usual)} | {
        str(first): library.say(f"settings.days.{first}") for first in FIRST_DAYS
    }
    return [
        _title(library, "writing"),
        block_kit.field(
            "language",
            library.say("settings.form.language"),
            block_kit.menu("language", spoken, person.locale_choice or SLACK),
        ),
        block_kit.field(
            "clock", library.say("settings.form.clock"), block_kit.menu("clock", clocks, _number(person.hour_clock))
        ),
        block_kit.field(
            "first_day",
            library.say("settings.form.first_day"),
            block_kit.menu("first_day", firsts, _number(person.first_day)),
        ),
    ]


def position(library: Library, facts: SettingsFacts) -> Block:
    """What they do."""
    positions = {position.value: library.say(f"onboarding.position.{position}") for position in Position}
    radio = block_kit.radio("position", positions, position_of(facts.person))
    return _field(library, "position", radio, "position_hint", optional=True)


def _field(library: Library, name: str, element: Block, hint: str, *, optional: bool = False) -> Block:
    """A field with its label and hint from the words of the form."""
    words = library.say(f"settings.form.{name}"), library.say(f"settings.form.{hint}")
    return block_kit.field(name, words[0], element, hint=words[1], optional=optional)


def _title(library: Library, group: str) -> Block:
    return block_kit.header(library.say(f"settings.groups.{group}"))


def often_label(library: Library, person: Person, cadence: Cadence) -> str:
    """ "Three a week: Mon, Wed, Fri"."""
    days = weekdays(library, days_for(cadence, person.working_days))
    return library.say(f"settings.cadence.{cadence}", days=days)


def _thinned(library: Library, facts: SettingsFacts) -> str:
    if facts.thinned is None:
        return library.say("settings.form.cadence_hint")
    days = weekdays(library, days_for(facts.thinned, facts.person.working_days))
    return library.say("settings.form.cadence_thinned", days=days)


def next_hint(library: Library, upcoming: Upcoming | None) -> str:
    """When it comes next, or that nothing comes."""
    if upcoming is None:
        return library.say("settings.nothing_hint")
    return library.say("settings.next_hint", when=moment(upcoming.due_at, upcoming.zone))


def _guess(library: Library, name: str, **usual: object) -> str:
    return library.say(f"settings.form.{name}_guess", **usual)


def _number(chosen: int | None) -> str:
    return str(GUESSED if chosen is None else chosen)


def _days(library: Library) -> dict[str, str]:
    return {weekday: library.say(f"settings.days.{weekday}") for weekday in DAYS}
