"""The person's own practice on the Home tab: today's prompt, this week's check-in, one picture, and the streaks."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.checkins import checkins
from bot.blocks.pictures import picture, week_ticks
from bot.blocks.prompts import prompts
from bot.blocks.prompts import streaks as streak_cards
from bot.blocks.when import moment
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.home import HomeFacts
from bot.domain.pictures import WeeksPicture
from bot.domain.time.localtime import WEEK, local_date
from content.models import Library

LEADER, HEAD = "checkin.answer", "checkin.head_answer"
FEWEST_TO_DRAW = 2  # one week shows no trend


def today(library: Library, facts: HomeFacts) -> list[Block]:
    """Today's prompt, which can be answered here."""
    if facts.prompt is not None:
        return prompts.on_home(library, facts.prompt)
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
    sees = "sees_head" if facts.week.about_leaders else "sees"
    return [*checkins.compact(library, facts.week), block_kit.context(library.say(f"home.week.{sees}"))]


def pictured(library: Library, facts: HomeFacts) -> list[Block]:
    """The one picture of the tab, and the streaks in a sentence each: the weeks of the check-in, else the days of the
    prompts, else what will appear here.
    """
    if facts.streaks is None:
        return weeks(library, facts)
    shown = weeks(library, facts) or streak_cards.calendar(library, facts.streaks)
    lines = [prompts.streak_line(library, facts.streaks.daily)]
    if facts.streaks.weekly is not None and (facts.week is None or facts.week.checkin is None):
        lines.append(checkins.weeks_line(library, facts.streaks.weekly))  # an answered check-in already says it
    if shown:
        return [*shown, block_kit.context(*lines)]
    return [*streak_cards.half_year(library, facts.streaks), block_kit.context(library.say("home.picture"))]


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
