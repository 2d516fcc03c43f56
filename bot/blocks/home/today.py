"""One's own practice on the Home tab: today's prompt, this week's check-in, the streaks and the self-check."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.checkins import checkins
from bot.blocks.ids import Action
from bot.blocks.pictures import picture, picture_in, week_ticks
from bot.blocks.prompts import prompts
from bot.blocks.prompts import streaks as streak_cards
from bot.blocks.selfchecks import selfchecks as selfcheck_cards
from bot.blocks.selfchecks import skills
from bot.blocks.when import moment
from bot.domain.carried import CheckInTap, pack
from bot.domain.checkins.checkins import CheckInAnswer, CheckInFacts
from bot.domain.home import HomeFacts
from bot.domain.people.people import Position
from bot.domain.people.positions import position_of
from bot.domain.pictures import WeeksPicture
from bot.domain.time.localtime import WEEK, local_date
from content.models import Library

LEADER, HEAD = "checkin.answer", "checkin.head_answer"
FEWEST_TO_DRAW = 2  # one week is no course


def today(library: Library, facts: HomeFacts) -> list[Block]:
    """Today's prompt, to be answered here."""
    if facts.prompt is not None:
        return list(prompts.card(library, facts.prompt).blocks)
    if facts.person.prompt_at is None:
        return []
    text = library.say("home.today.coming" if facts.prompt_is_coming else "home.today.none")
    if not facts.prompt_is_coming and facts.next_prompt_at is not None:
        text = library.say("home.today.none_next", when=moment(facts.next_prompt_at, facts.person.zone))
    return [block_kit.header(library.say("home.today.title")), block_kit.section(text)]


def week(library: Library, facts: HomeFacts) -> list[Block]:
    """This week's check-in, open or answered, with its four answers to choose from either way."""
    if facts.week is None:
        return []
    blocks = [_without_change(block) for block in checkins.card(library, facts.week).blocks]
    return blocks if facts.week.checkin is None else [*blocks, _answers(library, facts.week)]


def streaks(library: Library, facts: HomeFacts) -> list[Block]:
    """The daily and the weekly streak, in kind words."""
    if facts.streaks is None:
        return []
    blocks = streak_cards.streaks(library, facts.streaks).blocks
    return [block for block in blocks if picture_in(block) is None]  # the week's picture is the one of this tab


def selfcheck(library: Library, facts: HomeFacts) -> list[Block]:
    """The last self-check as bars, and the button to do it (again)."""
    if facts.person.is_head and not facts.person.is_leader:
        return []  # its statements are about leading salespeople
    if position_of(facts.person) is Position.SALESPERSON:
        return [*skills.home(library, facts.skills), *skills.deals(library)]
    title = block_kit.header(library.say("home.selfcheck.title"))
    last = facts.selfcheck
    if last is None:
        start = block_kit.button(library.say("home.selfcheck.start"), Action.SELFCHECK_OPEN)
        return [title, block_kit.section(library.say("home.selfcheck.none")), block_kit.actions(start)]
    see = block_kit.button(library.say("home.selfcheck.open"), Action.SELFCHECK_RESULT, last.check.id)
    again = block_kit.button(library.say("home.selfcheck.again"), Action.SELFCHECK_OPEN)
    return [
        title,
        block_kit.section(selfcheck_cards.last_line(library, last)),
        selfcheck_cards.bars(library, last.scores),
        block_kit.actions(see, again),
    ]


def weeks(library: Library, facts: HomeFacts) -> list[Block]:
    """The answers of the last half year as a picture, from the second one on."""
    given = [answer for answer in facts.answered_weeks if answer]
    if len(given) < FEWEST_TO_DRAW:
        return []
    question, answers = library.questions[HEAD if facts.person.is_head else LEADER], list(CheckInAnswer)
    this_week = facts.person.week_at(local_date(facts.now, facts.person.zone))
    mondays = [this_week - WEEK * back for back in reversed(range(len(facts.answered_weeks)))]
    drawn = WeeksPicture(
        rows=tuple(question.label(answer) for answer in answers),
        answers=tuple(None if answer is None else answers.index(answer) for answer in facts.answered_weeks),
        ticks=week_ticks(library, mondays),
    )
    counts = {str(answer): given.count(answer) for answer in answers}
    key = "checkins.picture_head" if facts.person.is_head else "checkins.picture"
    return [picture(drawn, library.say(key, weeks=len(facts.answered_weeks), **counts))]


def _without_change(block: Block) -> Block:
    """The block without the button that would bring the four answers: here they are shown anyway."""
    if block["type"] != "actions":
        return block
    return block | {
        "elements": [element for element in block["elements"] if element["action_id"] != Action.CHECKIN_CHANGE]
    }


def _answers(library: Library, facts: CheckInFacts) -> Block:
    question, chosen = checkins.asked(library, "answer", facts), facts.checkin.answer if facts.checkin else None
    return block_kit.actions(
        *(
            block_kit.button(
                question.label(answer),
                action,
                pack(CheckInTap(answer, facts.week)),
                "primary" if answer is chosen else None,
            )
            for answer, action in checkins.TAPS.items()
        )
    )
