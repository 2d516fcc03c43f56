"""Two channels read how a week went: whatever happens in between, both read the same, or the second reads nothing."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.localslack import PostedMessage
from tests.office import Office

WEEK = date(2026, 10, 19)
FIRST, SECOND = datetime(2026, 10, 26, 9, 5, tzinfo=UTC), datetime(2026, 10, 26, 11, 5, tzinfo=UTC)


def digests(office: Office, channel: str) -> list[PostedMessage]:
    return [one for one in office.as_("nora").messages(channel) if "How last week went" in one.text]


def words(message: PostedMessage) -> list[object]:
    """Everything that it says, without the ids that Slack gives its blocks."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in message.blocks]


@pytest.fixture(autouse=True)
async def first(office: Office) -> PostedMessage:
    """The first of two digests, about three people; the second is due two hours later."""
    nora = office.as_("nora")
    await nora.command("/secondchair nudge digest #sales mon 10:00")
    await nora.command("/secondchair nudge digest #leaders mon 12:00")
    for handle in ("maria", "ben", "nora"):
        await office.starts(handle, leader=True)
        await office.bot.services.checkins.answer(office.who(handle), WEEK, CheckInAnswer.LED)
    await office.starts("lea", leader=True)  # asked on Friday, and answers nothing
    await office.skip(days=4)
    await office.jump(FIRST)
    (found,) = digests(office, "sales")
    assert "3 people answered" in str(found.blocks)
    return found


async def test_a_late_and_a_changed_answer_move_nothing(office: Office, first: PostedMessage) -> None:
    await office.bot.services.checkins.answer(office.who("james"), WEEK, CheckInAnswer.RESCUED)
    await office.bot.services.checkins.answer(office.who("ben"), WEEK, CheckInAnswer.RESCUED)
    await office.jump(SECOND)
    (second,) = digests(office, "leaders")
    assert words(second) == words(first)


async def test_somebody_who_has_themselves_deleted_cannot_be_subtracted(office: Office) -> None:
    ben = office.as_("ben")
    await ben.command("/secondchair", "delete-me")
    await ben.submit()
    await office.bot.services.checkins.answer(office.who("james"), WEEK, CheckInAnswer.RESCUED)
    await office.jump(SECOND)
    assert digests(office, "leaders") == []
