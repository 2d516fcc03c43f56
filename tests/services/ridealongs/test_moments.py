"""Keeping coaching moments."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.ridealongs.moments import MomentForm
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock


async def name(
    context: Context, salesperson_id: str, membership: Membership = Membership.NAMED, leader: str = "U1"
) -> None:
    """Put a salesperson on a leader's team."""
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember(leader, salesperson_id, membership))


@pytest.fixture(autouse=True)
async def team(context: Context) -> None:
    """Maria has one salesperson, U2, and one who declined, U3."""
    await name(context, "U2")
    await name(context, "U3", Membership.DECLINED)


FORM = MomentForm("m1", "C1", "17.5", "U2", "Asked what a delay would cost.")


@pytest.mark.parametrize(
    ("written_by", "prefilled"),
    [
        pytest.param("U2", "U2", id="their salesperson"),
        pytest.param("U3", None, id="one who declined"),
        pytest.param("U1", None, id="themselves"),
        pytest.param("U9", None, id="somebody of another team"),
        pytest.param(None, None, id="a bot"),
    ],
)
async def test_the_form_is_about_the_author_where_they_are_on_the_team(
    services: Services, maria: Who, written_by: str | None, prefilled: str | None
) -> None:
    form = await services.moments.start(maria, "C1", "17.5", written_by)
    assert (form.salesperson_id, form.text) == (prefilled, "")


async def test_the_same_message_brings_back_what_was_kept_for_its_author_alone(
    services: Services, maria: Who, context: Context, directory: FakeDirectory
) -> None:
    await services.moments.save(maria, FORM)
    assert await services.moments.start(maria, "C1", "17.5", None) == FORM
    anna = directory.add("U5", "Anna")
    await name(context, "U2", leader="U5")
    form = await services.moments.start(anna, "C1", "17.5", "U2")
    assert (form.id != FORM.id, form.text) == (True, "")


async def test_saved_twice_it_is_kept_once_with_its_first_time(
    services: Services, maria: Who, context: Context, clock: MovableClock
) -> None:
    first = await services.moments.save(maria, FORM)
    clock.move(hours=1)
    await services.moments.save(maria, replace(FORM, text=" And waited. "))
    async with context.database.transaction("T1") as transaction:
        kept = await transaction.moments.get(first.id)
        about = await transaction.moments.when_about("U1", clock.now)
    assert kept == replace(first, text="And waited.")
    assert about == {"U2": [first.at]}


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        pytest.param(replace(FORM, text="  "), [("errors.needed", "text")], id="nothing written"),
        pytest.param(replace(FORM, text="x" * 3001), [("errors.too_long", "text")], id="too long"),
        pytest.param(
            replace(FORM, salesperson_id=None, text=""),
            [("errors.needed", "salesperson"), ("errors.needed", "text")],
            id="empty",
        ),
    ],
)
async def test_faults_stand_at_their_fields(
    services: Services, maria: Who, form: MomentForm, faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(Problems) as found:
        await services.moments.save(maria, form)
    assert [(one.key, one.field) for one in found.value.problems] == faults


@pytest.mark.parametrize("salesperson_id", ["U3", "U9", "U1"])
async def test_only_about_somebody_they_lead(services: Services, maria: Who, salesperson_id: str) -> None:
    with pytest.raises(Problem, match="their_leader_only") as found:
        await services.moments.save(maria, replace(FORM, salesperson_id=salesperson_id))
    assert found.value.field == "salesperson"


async def test_somebody_who_leads_nobody_is_told_before_they_write(
    services: Services, directory: FakeDirectory
) -> None:
    with pytest.raises(Problem, match="their_leader_only"):
        await services.moments.start(directory.add("U7"), "C1", "17.5", "U2")


async def test_nobody_overwrites_somebody_elses(
    services: Services, maria: Who, context: Context, directory: FakeDirectory
) -> None:
    await services.moments.save(maria, FORM)
    anna = directory.add("U5", "Anna")
    await name(context, "U2", leader="U5")
    with pytest.raises(Problem, match="stale_form"):
        await services.moments.save(anna, FORM)


async def test_the_text_is_sealed_in_the_database(services: Services, maria: Who, context: Context) -> None:
    await services.moments.save(maria, FORM)
    async with context.database.connection() as connection:
        rows = (await connection.exec_driver_sql("SELECT text_sealed FROM coaching_moments")).all()
    assert "delay" not in rows[0][0]


async def test_a_day_has_an_end_at_the_field_and_what_was_kept_can_be_changed(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    for number in range(MOST_A_DAY[Allowance.MOMENT]):
        await services.moments.save(maria, replace(FORM, id=f"m{number}"))
    with pytest.raises(Problem, match="moment") as caught:
        await services.moments.save(maria, replace(FORM, id="one more"))
    assert caught.value.field == "text"
    await services.moments.save(maria, replace(FORM, id="m0", text="Waited for the answer."))
    clock.now += timedelta(days=1)
    await services.moments.save(maria, replace(FORM, id="one more"))
