"""What Slack says about people while their workspace moves into an organisation, in any order."""

import pytest

from bot.domain.people.people import PersonStatus
from bot.localslack.state.grid_migration import begin, finish
from tests.office import Office
from tests.scenarios.moving import began, moved, named

TOKYO = "Asia/Tokyo"


@pytest.fixture
async def at_work(office: Office) -> Office:
    """What `began` leaves."""
    return await began(office)


async def test_who_changed_under_an_id_that_we_do_not_know_yet_is_the_same_person(at_work: Office) -> None:
    """We missed Slack's event about the move, and its event about a change is the first with a new id."""
    office = at_work
    new_ids = moved(office, "maria", "tom")
    finish(office.slack.state, office.workspace, new_ids, tells=False)
    office.slack.change_user(office.workspace, office.as_("tom").id, tz=TOKYO)
    await office.settle()
    person = await office.person("tom")
    assert (person.profile_zone, person.status) == (TOKYO, PersonStatus.ACTIVE)
    for former_id in new_ids:
        assert await named(office, former_id) == set()


async def test_what_changed_before_the_ids_were_exchanged_is_asked_about(at_work: Office) -> None:
    office = at_work
    begin(office.slack.state, office.workspace)
    await office.settle()
    finish(office.slack.state, office.workspace, moved(office, "tom"), tells=False)
    office.slack.change_user(office.workspace, office.as_("tom").id, tz=TOKYO)
    await office.settle()
    await office.bot.services.id_exchange.exchange_due()
    assert (await office.person("tom")).seen_at is None
    await office.as_("tom").open_home()
    assert (await office.person("tom")).profile_zone == TOKYO


async def test_a_workspace_that_was_asked_about_in_vain_and_moves_later_knows_its_people(at_work: Office) -> None:
    office = at_work
    await office.bot.services.id_exchange.finished(office.workspace.id)
    await office.bot.services.id_exchange.exchange_due()
    finish(office.slack.state, office.workspace, moved(office, "tom"), tells=False)
    await office.as_("tom").open_home()
    assert "Acme" in str(office.as_("tom").home)


@pytest.mark.parametrize("code", ["internal_error", "ratelimited"])
async def test_nobody_is_greeted_as_new_while_slack_does_not_say_who_they_are(at_work: Office, code: str) -> None:
    office, lea = at_work, at_work.as_("lea")
    await lea.command("/secondchair", "delete-me")
    await lea.submit()
    before = len(lea.dm())
    office.slack.faults.fail("migration.exchange", code, times=1000)
    finish(office.slack.state, office.workspace, moved(office, "lea"))
    await office.settle()
    await office.as_("lea").open_home()
    assert office.bot.library.say("errors.not_recognised") in str(office.as_("lea").home)
    office.slack.faults.clear()
    await office.as_("lea").open_home()
    assert len(office.as_("lea").dm()) == before, "who had themselves deleted hears nothing"
    assert (await office.person("lea")).status is PersonStatus.STOPPED
