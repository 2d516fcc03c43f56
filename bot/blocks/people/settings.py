"""One's own settings: the form with the next time of everything, and what was saved."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Menu, Modal
from bot.blocks.installations.upgrades import notice
from bot.blocks.places import country_menu, own_guess, zone_menu
from bot.blocks.when import day, moment
from bot.domain.people.people import PersonStatus, Position
from bot.domain.people.positions import position_of
from bot.domain.people.settings import SettingsFacts, Upcoming
from bot.domain.time.schedule import Pause
from content.models import Library

ON = "on"
DAYS = tuple(str(day) for day in range(7))


def settings_modal(library: Library, facts: SettingsFacts, metadata: str = "") -> View:
    """The form, with what is in force and each next time; only leaders are asked when their check-in comes."""
    person = facts.person
    blocks = [*_state(library, facts), _zone(library, facts), *_prompt(library, facts), _working_days(library, facts)]
    blocks += _checkin(library, facts) if person.checks_in else []
    menu = country_menu(Menu.COUNTRY, person.country, own_guess(library, person), library, person.locale)
    blocks.append(_field(library, "country", menu, "country_hint"))
    positions = {position.value: library.say(f"onboarding.position.{position}") for position in Position}
    blocks.append(
        _field(
            library,
            "position",
            block_kit.radio("position", positions, position_of(person)),
            "position_hint",
            optional=True,
        )
    )
    return block_kit.modal(
        Modal.SETTINGS,
        library.say("settings.title"),
        blocks,
        submit=library.say("settings.submit"),
        close=library.say("common.cancel"),
        metadata=metadata,
    )


def saved(library: Library, facts: SettingsFacts) -> View:
    """What was saved, with every next time."""
    blocks = [block_kit.section(library.say("settings.saved")), *_state(library, facts)]
    blocks += [block_kit.section(line) for line in next_lines(library, "settings.next", facts)]
    if not facts.upcoming:
        blocks.append(block_kit.section(library.say("settings.nothing_next")))
    return block_kit.modal("notice", library.say("settings.title"), blocks, close=library.say("common.close"))


def next_lines(library: Library, key: str, facts: SettingsFacts) -> list[str]:
    """A line for everything that comes next, said by the word `key`."""
    return [
        library.say(key, nudge=library.say(f"nudges.{upcoming.nudge}"), when=moment(upcoming.due_at, upcoming.zone))
        for upcoming in facts.upcoming
    ]


def settings_button(library: Library, label: str) -> Block:
    """The button that opens the form, with the word `label` on it."""
    return block_kit.button(library.say(label), Action.SETTINGS)


def _state(library: Library, facts: SettingsFacts) -> list[Block]:
    """Who sees this, and why nothing comes where nothing does."""
    lines = [block_kit.context(library.say("settings.sees")), *notice(library, facts.upgrade)]
    if facts.person.status is PersonStatus.STOPPED:
        lines.append(block_kit.section(library.say("settings.stopped")))
    elif facts.person.status is not PersonStatus.ACTIVE:
        lines.append(block_kit.section(library.say("settings.not_started")))
    elif facts.pause is not None:
        lines.append(block_kit.section(_paused(library, facts.pause)))
    return lines


def _paused(library: Library, pause: Pause) -> str:
    if pause.last is None:
        return library.say("settings.paused_open")
    return library.say("settings.paused", day=day(pause.last))


def _zone(library: Library, facts: SettingsFacts) -> Block:
    person = facts.person
    key = "zone_own" if person.own_zone else "zone_follows"
    hint = library.say(f"settings.form.{key}", zone=person.zone, profile=person.profile_zone)
    menu = zone_menu(Menu.ZONE, person.own_zone, library, person.locale, person.profile_zone)
    return block_kit.field("zone", library.say("settings.form.zone"), menu, hint=hint)


def _prompt(library: Library, facts: SettingsFacts) -> list[Block]:
    at = facts.person.prompt_at
    switch = block_kit.checkboxes("prompt_on", {ON: library.say("settings.form.prompt_on")}, [ON] if at else [])
    hint = _next(library, facts.next_of("prompt_person"))
    return [
        block_kit.field("prompt_on", library.say("settings.form.prompt"), switch, optional=True),
        block_kit.field(
            "prompt_at", library.say("settings.form.prompt_at"), block_kit.time_picker("prompt_at", at), hint=hint,
            optional=True,
        ),
    ]  # fmt: skip


def _working_days(library: Library, facts: SettingsFacts) -> Block:
    chosen = [str(working_day) for working_day in sorted(facts.person.working_days)]
    return _field(
        library, "working_days", block_kit.checkboxes("working_days", _days(library), chosen), "working_days_hint",
    )  # fmt: skip


def _checkin(library: Library, facts: SettingsFacts) -> list[Block]:
    person = facts.person
    menu = block_kit.menu("checkin_day", _days(library), str(person.checkin_day))
    at = block_kit.time_picker("checkin_at", person.checkin_at)
    hint = _next(library, facts.next_of("checkin"))
    return [
        _field(library, "checkin_day", menu, "checkin_day_hint"),
        block_kit.field("checkin_at", library.say("settings.form.checkin_at"), at, hint=hint),
    ]


def _field(library: Library, name: str, element: Block, hint: str, *, optional: bool = False) -> Block:
    words = library.say(f"settings.form.{name}"), library.say(f"settings.form.{hint}")
    return block_kit.field(name, words[0], element, hint=words[1], optional=optional)


def _next(library: Library, upcoming: Upcoming | None) -> str:
    if upcoming is None:
        return library.say("settings.nothing_hint")
    return library.say("settings.next_hint", when=moment(upcoming.due_at, upcoming.zone))


def _days(library: Library) -> dict[str, str]:
    return {weekday: library.say(f"settings.days.{weekday}") for weekday in DAYS}
