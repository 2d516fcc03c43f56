"""Nudges come within working hours, and not while somebody has set Slack not to disturb them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.localslack import AppInstallation
from bot.nudges import PROMPT_PERSON
from tests.office import MONDAY, Office

HALF_PAST_EIGHT = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)  # in Berlin


def disturb(office: Office, handle: str, first: datetime, last: datetime) -> None:
    """Somebody has set Slack not to disturb them."""
    facts = {"dnd_enabled": True, "dnd_start": int(first.timestamp()), "dnd_end": int(last.timestamp())}
    office.slack.change_user(office.workspace, office.as_(handle).id, **facts)


async def prompts(office: Office, handle: str) -> list[tuple[DeliveryStatus, str, datetime | None]]:
    """How somebody's prompts ended: status, reason, when."""
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        made = await transaction.outbox.of(office.who(handle).user_id, [PROMPT_PERSON], status=None)
    return [(delivery.status, delivery.reason, delivery.sent_at) for delivery in made]


async def test_a_prompt_waits_for_the_end_of_do_not_disturb_and_comes_once(office: Office) -> None:
    await office.starts("maria")
    disturb(office, "maria", MONDAY, HALF_PAST_EIGHT + timedelta(hours=1))
    await office.wait(hours=1)
    assert await prompts(office, "maria") == [(DeliveryStatus.PENDING, "do not disturb", None)]
    maria = office.as_("maria")
    assert maria.dm() == []
    await maria.open_home()
    assert maria.home is not None
    assert "Mon 19 Oct, 09:30" in str(maria.home.blocks)
    await office.wait(hours=12)
    assert await prompts(office, "maria") == [(DeliveryStatus.SENT, "", HALF_PAST_EIGHT + timedelta(hours=1))]


async def test_a_prompt_that_would_come_too_late_is_recorded_with_the_reason(office: Office) -> None:
    await office.starts("maria")
    disturb(office, "maria", MONDAY, MONDAY + timedelta(hours=9))
    await office.wait(hours=12)
    assert await prompts(office, "maria") == [(DeliveryStatus.WITHHELD, "do not disturb", None)]
    await office.wait(days=1)
    assert len(office.as_("maria").dm()) == 1, "the next day has its own"


async def test_without_the_scope_working_hours_hold(office: Office) -> None:
    await office.starts("maria")
    _take_away(office.installation)
    disturb(office, "maria", MONDAY, HALF_PAST_EIGHT + timedelta(hours=9))
    await office.wait(hours=1)
    assert await prompts(office, "maria") == [(DeliveryStatus.SENT, "", HALF_PAST_EIGHT)]
    await office.as_("maria").command("/secondchair settings")
    modal = office.as_("maria").modal
    assert modal is not None
    assert "while Slack is set not to disturb" not in str(modal.blocks), "nothing is promised"


def _take_away(installation: AppInstallation) -> None:
    installation.scopes = tuple(scope for scope in installation.scopes if scope != "dnd:read")


async def test_what_a_colleague_causes_at_night_comes_in_the_morning(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.as_("maria").command("/ridealong @james Acme thu 17:00")
    await office.as_("maria").submit()
    james = office.as_("james")
    assert james.dm() == [], "it is two in the morning in New York"
    await office.wait(hours=5, minutes=59)
    assert james.dm() == []
    await office.wait(minutes=1)
    assert len(james.dm()) == 1


@pytest.mark.parametrize("ask", ["/ridealong @tom Acme thu 17:00", ""], ids=["a call", "a team"])
async def test_what_a_colleague_causes_on_a_friday_evening_is_not_lost_by_monday(office: Office, ask: str) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await office.jump(datetime(2026, 10, 23, 18, 0, tzinfo=UTC))
    maria, before = office.as_("maria"), len(office.as_("tom").dm())
    if ask:
        await maria.command(ask)
        await maria.submit()
    else:
        await office.bot.services.teams.name(office.who("maria"), [office.who("tom").user_id])
        await office.settle()
    assert len(office.as_("tom").dm()) == before
    await office.jump(datetime(2026, 10, 26, 7, 0, tzinfo=UTC))  # eight in Berlin, after the end of summer time
    assert len(office.as_("tom").dm()) == before + 1


async def test_word_of_a_call_before_the_next_working_hours_comes_at_any_hour(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.as_("maria").command("/ridealong @james Acme today 13:00")
    await office.as_("maria").submit()
    assert len(office.as_("james").dm()) == 1


async def test_the_first_prompt_comes_with_start_at_any_hour(office: Office) -> None:
    await office.wait(hours=14)
    disturb(office, "maria", MONDAY, MONDAY + timedelta(days=2))
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Start")
    assert [status for status, _, _ in await prompts(office, "maria")] == [DeliveryStatus.SENT]


@pytest.mark.parametrize("words", ["/secondchair today", "/secondchair streak"])
async def test_what_one_asks_for_comes_at_once(office: Office, words: str) -> None:
    await office.starts("maria")
    await office.wait(hours=14)
    disturb(office, "maria", MONDAY, MONDAY + timedelta(days=2))
    await office.as_("maria").command(words)
    assert office.as_("maria").ephemerals()
