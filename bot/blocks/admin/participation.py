"""How many people answered the weekly check-in, as a picture, with a file to download."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.admin.navigation import back_button
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action
from bot.blocks.pictures import picture, week_ticks
from bot.blocks.when import day
from bot.domain.admin.participation import Participation
from bot.domain.pictures import BarsPicture
from bot.domain.visibility import FOR_ADMIN
from content.models import Library


def participation(library: Library, facts: Participation, *, is_sent: bool = False) -> Message:
    """The half year, a bar per week; `is_sent`: the file was just sent."""
    title = library.say("admin.participation.title")
    blocks = [block_kit.header(title), *_drawn(library, facts)]
    blocks.append(block_kit.context(library.say("admin.participation.sees", fewest=FOR_ADMIN)))
    blocks += [block_kit.section(library.say("admin.participation.sent"))] if is_sent else []
    file = block_kit.button(library.say("admin.participation.file"), Action.PARTICIPATION_FILE)
    blocks.append(block_kit.actions(*([file] if facts.by_week else []), back_button(library)))
    return Message(title, tuple(blocks))


def _drawn(library: Library, facts: Participation) -> list[Block]:
    numbers = [(week, people) for week, people in facts.by_week if people is not None]
    if not numbers:
        return [block_kit.section(library.say("admin.participation.none", fewest=FOR_ADMIN))]
    week, people = numbers[-1]
    drawn = BarsPicture(
        label=library.say("admin.participation.label"),
        numbers=tuple(people for _, people in facts.by_week),
        ticks=week_ticks(library, [monday for monday, _ in facts.by_week]),
    )
    last = library.say("admin.participation.last", count=people, week=day(week))
    return [block_kit.section(last), picture(drawn, _in_words(library, numbers, len(facts.by_week)))]


def _in_words(library: Library, numbers: list[tuple[date, int]], weeks: int) -> str:
    counts = [people for _, people in numbers]
    most, fewest = max(counts), min(counts)
    return library.say(
        "admin.participation.alt", weeks=weeks, most=most, least=fewest, first=counts[0], last=counts[-1]
    )
