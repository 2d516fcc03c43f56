"""A person's streaks in kind words."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.pictures import picture, week_ticks
from bot.blocks.sizes import size
from bot.domain.pictures import StreakPicture
from bot.domain.prompts.streaks import DayMark, Streak, StreakFacts
from content.formats import WrittenWeekdays
from content.models import Library


def streaks(library: Library, facts: StreakFacts) -> Message:
    """The daily and the weekly streak with their freezes; nothing about what was missed."""
    lines = [_line(library, "daily", "open_day", facts.daily)]
    if facts.weekly is not None:
        lines.append(_line(library, "weekly", "open_week", facts.weekly))
    title = library.say("streaks.title")
    blocks = [
        block_kit.header(title),
        *map(block_kit.section, lines),
        *calendar(library, facts),
        block_kit.context(library.say("streaks.sees")),
    ]
    return Message(library.say("streaks.text", line=lines[0].replace("*", "")), tuple(blocks))


def calendar(library: Library, facts: StreakFacts) -> list[Block]:
    """The last half year as a picture, a column per week; nothing before the first answer to a prompt."""
    return half_year(library, facts) if DayMark.DONE in (mark for _, mark in facts.half_year) else []


def half_year(library: Library, facts: StreakFacts) -> list[Block]:
    """The same picture, even if it is empty."""
    marks = [mark for _, mark in facts.half_year]
    done = marks.count(DayMark.DONE)
    if not marks:
        return []
    mondays = [on for on, _ in facts.half_year[::7]]
    rows = tuple(library.text(WrittenWeekdays(frozenset({on.weekday()}))) for on, _ in facts.half_year[:7])
    words = library.say("streaks.picture", days=done, bridged=marks.count(DayMark.FROZEN), weeks=len(mondays))
    return [picture(StreakPicture(rows, tuple(marks), week_ticks(library, mondays)), words)]


def _line(library: Library, kind: str, still_open: str, streak: Streak) -> str:
    sentences = [library.say(f"streaks.{kind}.{size(streak.length)}", length=streak.length)]
    if streak.open_today:
        sentences.append(library.say(f"streaks.{still_open}"))
    if streak.best > streak.length:
        sentences.append(library.say("streaks.best", best=streak.best))
    if streak.frozen:
        sentences.append(library.say(f"streaks.bridged.{size(len(streak.frozen))}", count=len(streak.frozen)))
    if streak.alive:
        sentences.append(library.say(f"streaks.freezes.{size(streak.freezes)}", count=streak.freezes))
    return " ".join(sentences)
