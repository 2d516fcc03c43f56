"""A quarter end that pulls everybody back into managing, and how the bot talks about it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office import Office, opened

DECEMBER = datetime(2026, 12, 7, 6, 0, tzinfo=UTC)
FRIDAY_CALM = datetime(2026, 12, 11, 14, 30, tzinfo=UTC)
FRIDAY_HARD = datetime(2026, 12, 18, 14, 30, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The office on Monday 7 December 2026."""
    async with opened(tmp_path, DECEMBER) as office:
        yield office


def said(office: Office, handle: str) -> str:
    """All blocks of the newest direct message, as one string."""
    message = office.as_(handle).dm()[-1]
    return f"{message.text} {message.blocks}"


def front(office: Office, handle: str) -> str:
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_a_quarter_end_is_named_before_the_tap_and_after_it_there_is_one_thing_to_try(office: Office) -> None:
    maria, nora = office.as_("maria"), office.as_("nora")
    await office.starts("maria", leader=True)

    # Nora, head of sales, sets the fiscal year: it begins in January.
    await nora.open_home()
    await nora.press("See how your workspace stands", nora.home)
    await nora.press("Roles and settings", nora.modal)
    await nora.press("Fiscal calendar", nora.modal)
    await nora.submit({"start_month": "1", "pattern": "months"})

    # A calm Friday in December: the check-in mentions only the week.
    await office.jump(FRIDAY_CALM)
    assert "Did you lead or manage this week?" in said(office, "maria")
    assert "quarter is ending" not in said(office, "maria")
    await maria.press("Mostly led")
    assert "pressure week" not in said(office, "maria")

    # The quarter's last two weeks begin on 21 December. Maria marks the week before as one too.
    await maria.command("/secondchair pressure", "this week")
    assert "you marked it" in str(maria.ephemerals()[-1].blocks)
    await maria.press("Mark it")
    assert str(maria.ephemerals()[-1].blocks).count("you marked it") == 2

    # On its Friday she is told what the week is called, and nothing about herself.
    await office.jump(FRIDAY_HARD)
    assert "You marked this as a pressure week." in said(office, "maria")

    # She rescued deals. No reproach: one thing to do when it is over.
    await maria.press("Mostly rescued deals")
    assert "ask its owner what they would have done next" in said(office, "maria")


async def test_a_year_that_begins_in_february_has_no_quarter_end_in_december(office: Office) -> None:
    maria, nora = office.as_("maria"), office.as_("nora")
    await office.starts("maria", leader=True)
    await office.jump(datetime(2026, 12, 21, 9, tzinfo=UTC))
    await maria.open_home()
    await maria.press("Pressure weeks", maria.home)
    assert "the quarter ends" in front(office, "maria")
    await maria.close(everything=True)

    await nora.open_home()
    await nora.press("See how your workspace stands", nora.home)
    await nora.press("Roles and settings", nora.modal)
    await nora.press("Fiscal calendar", nora.modal)
    await nora.submit({"start_month": "2", "pattern": "months"})
    await maria.open_home()
    await maria.press("Pressure weeks", maria.home)
    assert "This week: *pressure week*" not in front(office, "maria")


async def test_a_leader_whose_quarter_end_is_calm_says_so_with_one_tap(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    await office.jump(datetime(2026, 12, 21, 9, tzinfo=UTC))
    await maria.open_home()
    await maria.press("Pressure weeks", maria.home)
    assert "This week: *pressure week*, the quarter ends" in front(office, "maria")
    await maria.press("Calm for me")
    assert "This week: calm" in front(office, "maria")


async def test_only_an_admin_sets_the_fiscal_calendar_and_only_leaders_mark_weeks(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("tom")
    await tom.command("/secondchair pressure")
    assert "Leaders and admins can do this" in tom.ephemerals()[-1].text
    await tom.open_home()
    assert "See how your workspace stands" not in str(tom.home.blocks if tom.home else "")


async def test_what_cannot_be_read_as_a_week_is_said_back(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    await maria.command("/secondchair pressure", "blurb")
    assert "blurb" in maria.ephemerals()[-1].text
