"""One's own practice on the Home tab: today's prompt, this week's check-in, the streaks and the self-check."""

from bot.blocks import kit, prompts
from bot.blocks import selfcheck as selfcheck_looks
from bot.blocks.ids import Action
from bot.blocks.kit import Block
from bot.blocks.when import moment
from bot.domain.home import HomeFacts
from bot.domain.streaks import Streak
from content.models import Library

BAR = 10  # characters


def today(library: Library, facts: HomeFacts) -> list[Block]:
    """Today's prompt, to be answered here."""
    if facts.prompt is not None:
        return list(prompts.card(library, facts.prompt).blocks)
    text = library.say("home.today.none")
    if facts.next_prompt_at is not None:
        text = library.say("home.today.none_next", when=moment(facts.next_prompt_at, facts.person.zone))
    return [kit.header(library.say("home.today.title")), kit.section(text)]


def week(library: Library, facts: HomeFacts) -> list[Block]:
    """This week's check-in, open or answered; nothing for whoever is asked none."""
    if facts.week is None:
        return []
    title, checkin = kit.header(library.say("home.week.title")), facts.week.checkin
    if checkin is None:
        return [title, kit.section(library.say("home.week.open"))]
    answer = kit.escape(library.questions["checkin.answer"].label(checkin.answer))
    return [title, kit.section(library.say("home.week.answered", answer=answer))]


def streaks(library: Library, facts: HomeFacts) -> list[Block]:
    """The daily and the weekly streak, each as a bar and a sentence."""
    lines = []
    if facts.daily is not None:
        lines.append(_streak(library, facts.daily, prompts.streak_line(library, facts.daily)))
    if facts.week is not None:
        lines.append(_streak(library, facts.week.streak, weeks_line(library, facts.week.streak)))
    if not lines:
        return []
    title, small = library.say("home.streaks.title"), library.say("home.streaks.days_off")
    return [kit.header(title), *map(kit.section, lines), kit.context(small)]


def weeks_line(library: Library, streak: Streak) -> str:
    """The weekly streak in a sentence."""
    size = "none" if not streak.length else "one" if streak.length == 1 else "many"
    return library.say(f"home.streaks.weeks_{size}", weeks=streak.length)


def selfcheck(library: Library, facts: HomeFacts) -> list[Block]:
    """The last self-check as bars, and the button to do it (again)."""
    title = kit.header(library.say("home.selfcheck.title"))
    last = facts.selfcheck
    if last is None:
        start = kit.button(library.say("home.selfcheck.start"), Action.SELFCHECK_OPEN)
        return [title, kit.section(library.say("home.selfcheck.none")), kit.actions(start)]
    see = kit.button(library.say("home.selfcheck.open"), Action.SELFCHECK_RESULT, last.check.id)
    again = kit.button(library.say("home.selfcheck.again"), Action.SELFCHECK_OPEN)
    return [
        title,
        kit.section(selfcheck_looks.last_line(library, last)),
        selfcheck_looks.bars(library, last.scores),
        kit.actions(see, again),
    ]


def _streak(library: Library, streak: Streak, line: str) -> str:
    more = [library.say("home.streaks.best", best=streak.best)] if streak.best > streak.length else []
    if streak.alive:
        size = ("none", "one", "many")[min(streak.freezes, 2)]
        more.append(library.say(f"home.streaks.freezes.{size}", count=streak.freezes))
    return f"`{_bar(streak)}`  {' '.join([line, *more])}"


def _bar(streak: Streak) -> str:
    """How much of the longest streak this one is."""
    full = -(-streak.length * BAR // streak.best) if streak.best else 0
    return "█" * full + "░" * (BAR - full)
