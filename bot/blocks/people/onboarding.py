"""The first message, and how the same message stands after Start and after Stop."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action, Menu
from bot.blocks.people.settings import next_lines, settings_button
from bot.blocks.places import country_menu, own_guess
from bot.domain.people.people import Person, PersonStatus, Position
from bot.domain.people.positions import position_of
from bot.domain.people.safeguards import MOST_TO_A_NEWCOMER
from bot.domain.people.settings import SettingsFacts
from bot.domain.time.zone_menu import zone_label
from content.models import Library

TAPS = {
    Position.LEADER: Action.POSITION_LEADER,
    Position.SALESPERSON: Action.POSITION_SALESPERSON,
    Position.HEAD: Action.POSITION_HEAD,
}


def welcome(library: Library) -> Message:
    """What this is, who sees what, and one button each way."""
    introduction = library.say("onboarding.what")
    blocks = [
        block_kit.header(library.say("onboarding.title")),
        *(block_kit.section(library.say(f"onboarding.{key}")) for key in ("what", "comes", "sees")),
        block_kit.actions(
            block_kit.button(library.say("onboarding.start_button"), Action.START, style="primary"),
            block_kit.button(library.say("onboarding.not_for_me_button"), Action.STOP),
        ),
    ]
    return Message(introduction, tuple(blocks))


def way_out(library: Library) -> tuple[Block, ...]:
    """What ends a message that a colleague caused to somebody who has not started: one tap, and nothing comes again."""
    stop = block_kit.button(library.say("onboarding.no_messages_button"), Action.STOP)
    return (block_kit.context(library.say("onboarding.few", most=MOST_TO_A_NEWCOMER)), block_kit.actions(stop))


def question(library: Library, guess: Position | None) -> Message:
    """What somebody does: three answers, each of which starts them; what is guessed stands first."""
    text = library.say("onboarding.position.question")
    return Message(text, (block_kit.section(f"*{text}*"), positions(library, guess), _position_hint(library)))


def positions(library: Library, guess: Position | None) -> Block:
    """The three answers as buttons."""
    order = sorted(TAPS, key=lambda position: position is not guess)
    return block_kit.actions(
        *(
            block_kit.button(
                library.say(f"onboarding.position.{position}"),
                TAPS[position],
                position,
                "primary" if position is guess else None,
            )
            for position in order
        )
    )


def _position_hint(library: Library) -> Block:
    return block_kit.context(library.say("onboarding.position.hint"))


def status(library: Library, facts: SettingsFacts) -> Message:
    """The first message as things stand now: started, stopped, or not answered yet."""
    if facts.person.status is PersonStatus.ACTIVE:
        return _started(library, facts)
    if facts.person.status is PersonStatus.STOPPED:
        return _stopped(library)
    return welcome(library)


def _started(library: Library, facts: SettingsFacts) -> Message:
    title = library.say("onboarding.started")
    role = f"as_{position_of(facts.person)}"
    lines = next_lines(library, "onboarding.next", facts) or [_nothing(library, facts)]
    blocks = [
        block_kit.section(title),
        *(block_kit.section(line) for line in lines),
        *_asked(library, facts.person),
        block_kit.context(library.say(f"onboarding.{role}")),
        block_kit.actions(*_buttons(library, facts)),
    ]
    return Message(f"{title} {lines[0]}", tuple(blocks))


def _asked(library: Library, person: Person) -> list[Block]:
    """When the prompt comes and whose public holidays are days off, with our guesses filled in."""
    menu = country_menu(Menu.COUNTRY, person.country, own_guess(library, person), library, person.locale)
    country = block_kit.section(library.say("onboarding.country"), menu)
    if person.prompt_at is None:
        return [country]
    zone = zone_label(person.zone, person.locale)
    at = block_kit.time_picker(Action.MY_PROMPT_TIME, person.prompt_at)
    return [block_kit.section(library.say("onboarding.when", zone=zone), at), country]


def _nothing(library: Library, facts: SettingsFacts) -> str:
    return library.say("onboarding.paused_now" if facts.pause else "onboarding.nothing_next")


def _buttons(library: Library, facts: SettingsFacts) -> list[Block]:
    buttons = (
        [block_kit.button(library.say("onboarding.team_button"), Action.NAME_TEAM, style="primary")]
        if facts.person.is_leader
        else []
    )
    return [
        *buttons,
        block_kit.button(library.say("onboarding.position.change"), Action.POSITION_ASK),
        settings_button(library, "onboarding.settings_button"),
        block_kit.button(library.say("onboarding.stop_button"), Action.STOP),
    ]


def _stopped(library: Library) -> Message:
    text = library.say("onboarding.stopped")
    start = block_kit.button(library.say("onboarding.start_button"), Action.START)
    return Message(text, (block_kit.section(text), block_kit.actions(start)))
