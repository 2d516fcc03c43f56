"""The first message, and the same message after Start and after Stop."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action, Menu
from bot.blocks.places import country_menu, own_guess
from bot.blocks.when import moment, short_moment
from bot.domain.people.people import PersonStatus, Position
from bot.domain.people.positions import position_of
from bot.domain.people.safeguards import MOST_TO_A_NEWCOMER
from bot.domain.people.settings import SettingsFacts
from content.models import Library

TAPS = {
    Position.LEADER: Action.POSITION_LEADER,
    Position.SALESPERSON: Action.POSITION_SALESPERSON,
    Position.HEAD: Action.POSITION_HEAD,
}


def welcome(library: Library) -> Message:
    """What this app is, who sees what, with a yes and a no button."""
    introduction = library.say("onboarding.what")
    blocks = [
        block_kit.header(library.say("onboarding.title")),
        block_kit.section(introduction),
        block_kit.section(library.say("onboarding.sees")),
        block_kit.actions(
            block_kit.button(library.say("onboarding.start_button"), Action.START, style="primary"),
            block_kit.button(library.say("onboarding.not_for_me_button"), Action.NOT_FOR_ME),
        ),
    ]
    return Message(introduction, tuple(blocks))


def way_out(library: Library) -> tuple[Block, ...]:
    """The end of a message that a colleague caused to somebody who has not started: one tap, and nothing more comes."""
    stop = block_kit.button(library.say("onboarding.no_messages_button"), Action.STOP)
    return (block_kit.context(library.say("onboarding.few", most=MOST_TO_A_NEWCOMER)), block_kit.actions(stop))


def question(library: Library) -> Message:
    """The question about what somebody does, if their profile does not say: three answers, and each one starts them."""
    text = library.say("onboarding.position.question")
    return Message(text, (block_kit.section(f"*{text}*"), positions(library, None)))


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


def status(library: Library, facts: SettingsFacts) -> Message:
    """The first message in its current state: started, stopped, or not answered yet."""
    if facts.person.status is PersonStatus.ACTIVE:
        return _started(library, facts)
    if facts.person.status is PersonStatus.STOPPED:
        return _stopped(library)
    return welcome(library)


def _started(library: Library, facts: SettingsFacts) -> Message:
    """That they take part, what they do, when the prompt comes and whose holidays count, prefilled with our guesses."""
    person, position = facts.person, position_of(facts.person)
    title = library.say("onboarding.started_prompt" if facts.has_prompt else "onboarding.started")
    lines = [
        library.say(
            "onboarding.next",
            nudge=library.say(f"nudges.{upcoming.nudge}"),
            when=short_moment(upcoming.due_at, upcoming.zone),
        )
        for upcoming in facts.upcoming
        if upcoming.nudge not in {"prompt_person", "checkin_reminder"}
    ]
    country = country_menu(Menu.COUNTRY, person.country, own_guess(library, person), library)
    blocks = [
        block_kit.section(title),
        block_kit.section(library.say("onboarding.role", position=library.say(f"onboarding.position.{position}"))),
        positions(library, position),
        *_prompt_time(library, facts),
        block_kit.section(library.say("onboarding.country"), country),
        *([block_kit.context(*lines)] if lines else []),
        block_kit.actions(*_buttons(library, facts)),
    ]
    return Message(title, tuple(blocks))


def _prompt_time(library: Library, facts: SettingsFacts) -> list[Block]:
    """When the prompt comes next, with the time of day to choose."""
    upcoming = facts.next_of("prompt_person")
    at = block_kit.time_picker(Action.MY_PROMPT_TIME, facts.person.prompt_at) if facts.person.prompt_at else None
    if facts.pause is not None:
        text = library.say("onboarding.paused_now")
    elif upcoming is None:
        text = library.say("onboarding.nothing_next")
    else:
        text = library.say("onboarding.when", when=moment(upcoming.due_at, upcoming.zone))
    return [block_kit.section(text, at)] if at else [block_kit.section(text)]


def _buttons(library: Library, facts: SettingsFacts) -> list[Block]:
    person = facts.person
    has_selfcheck = person.is_leader or not person.is_head  # its statements are about leading salespeople, or selling
    sells = position_of(person) is Position.SALESPERSON
    label = library.say("onboarding.skills_button" if sells else "onboarding.selfcheck_button")
    selfcheck = block_kit.button(label, Action.SELFCHECK_OPEN)
    team = block_kit.button(library.say("onboarding.team_button"), Action.NAME_TEAM)
    return [
        *([selfcheck] if has_selfcheck else []),
        *([team] if person.is_leader else []),
        block_kit.button(library.say("onboarding.stop_button"), Action.STOP),
    ]


def _stopped(library: Library) -> Message:
    text = library.say("onboarding.stopped")
    start = block_kit.button(library.say("onboarding.start_button"), Action.START)
    return Message(text, (block_kit.section(text), block_kit.actions(start)))
