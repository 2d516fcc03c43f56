"""Pressure weeks as a leader sees and marks them, and the fiscal calendar as an admin sets it."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Menu, Modal
from bot.blocks.places import country_menu
from bot.blocks.when import day
from bot.domain.codec import PressureTap, encode
from bot.domain.people.people import Workspace
from bot.domain.time.fiscal import Pressure, PressureFacts, QuarterPattern
from content.formats import month_name
from content.models import Library

ON, OFF = "on", "off"


def pressure_weeks(library: Library, facts: PressureFacts) -> Message:
    """The coming weeks, each with why it is a pressure week, if it is, and a button that switches it."""
    title = library.say("pressure.title")
    blocks = [block_kit.header(title), block_kit.section(library.say("pressure.intro"))]
    blocks += [_week(library, facts, week, why) for week, why in facts.weeks]
    blocks.append(block_kit.context(library.say("pressure.sees")))
    return Message(line(library, facts), tuple(blocks))


def line(library: Library, facts: PressureFacts) -> str:
    """Whether this week is a pressure week, in a sentence."""
    why = dict(facts.weeks).get(facts.this_week)
    return library.say(f"pressure.this_week.{why or 'calm'}")


def fiscal_form(library: Library, workspace: Workspace, metadata: str) -> View:
    """The month in which the fiscal year begins, how it is split, and whose holidays apply by default."""
    months = {str(number): month_name(number, library.speech) for number in range(1, 13)}
    patterns = {str(pattern): library.say(f"pressure.fiscal.{pattern}") for pattern in QuarterPattern}
    sees = library.say("pressure.fiscal.sees")
    blocks = [
        block_kit.section(library.say("pressure.fiscal.intro")),
        block_kit.field(
            "start_month",
            library.say("pressure.fiscal.start_month"),
            block_kit.menu("start_month", months, str(workspace.fiscal.start_month)),
            hint=sees,
        ),
        block_kit.field(
            "pattern",
            library.say("pressure.fiscal.pattern"),
            block_kit.radio("pattern", patterns, str(workspace.fiscal.pattern)),
            hint=library.say("pressure.fiscal.pattern_hint"),
        ),
        block_kit.field(
            "country",
            library.say("pressure.fiscal.country"),
            country_menu(Menu.WORKSPACE_COUNTRY, workspace.country, library.say("pressure.fiscal.no_country"), library),
            hint=library.say("pressure.fiscal.country_hint"),
        ),
    ]
    title, submit = library.say("pressure.fiscal.title"), library.say("pressure.fiscal.submit")
    return block_kit.modal(
        Modal.FISCAL, title, blocks, submit=submit, metadata=metadata, close=library.say("common.close")
    )


def fiscal_button(library: Library) -> Block:
    """Opens the form."""
    return block_kit.button(library.say("pressure.fiscal.button"), Action.FISCAL_OPEN)


def _week(library: Library, facts: PressureFacts, week: date, why: Pressure | None) -> Block:
    when = library.say("pressure.now" if week == facts.this_week else "pressure.week", day=day(week))
    text = library.say(f"pressure.is.{why or 'calm'}", week=when)
    key, value = ("mark_button", ON) if why is None else ("unmark_button", OFF)
    button = block_kit.button(library.say(f"pressure.{key}"), Action.PRESSURE_MARK, encode(PressureTap(value, week)))
    return block_kit.section(text, button)
