"""Planning a ride-along: who is asked, who is told, and when each thing is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.domain.people.people import Who
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, FromColleagues
from bot.domain.ridealongs.facts import Draft, Reach
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.domain.ridealongs.terms import CallType, Contract
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import DRAFT, planned, sent

STARTS = datetime(2026, 10, 20, 13, 0, tzinfo=UTC)  # 15:00 in Berlin
ENDS = STARTS + timedelta(minutes=45)

pytestmark = pytest.mark.usefixtures("maria_leads", "tom_in_new_york")


async def test_the_form_is_prefilled_from_what_was_typed(services: Services, maria: Who) -> None:
    form = await services.ridealongs.form(maria, "<@U2|tom> Acme tomorrow 15:00 for 30m")
    assert form.draft == replace(DRAFT, minutes=30, contract=Contract())
    assert (form.leads, form.zone, form.version) == (True, "Europe/Berlin", None)


async def test_a_plan_invites_the_other_and_sets_every_time(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    facts = await services.ridealongs.plan(maria, "R1", DRAFT)
    assert (facts.ride.leader_id, facts.ride.salesperson_id, facts.ride.starts_at) == ("U1", "U2", STARTS)
    assert (facts.ride.state, facts.reach, facts.waits_for_viewer) == (RideAlongState.PLANNED, Reach.MESSAGES, False)
    assert await sent(context) == [("U2", "ridealong_invitation", "R1")]
    assert await planned(context) == {
        ("U1", "ridealong_brief", "R1"): STARTS - timedelta(minutes=30),
        ("U2", "ridealong_brief", "R1"): STARTS - timedelta(minutes=30),
        ("U1", "reflection_leader", "R1"): ENDS,
        ("U2", "reflection_salesperson", "R1"): ENDS,
    }


async def test_a_form_sent_twice_plans_once(services: Services, context: Context, maria: Who, tom: Who) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    again = await services.ridealongs.plan(maria, "R1", DRAFT)
    assert again.ride.customer == "Acme"
    assert len(await sent(context)) == 1


async def test_a_form_that_was_changed_before_it_was_sent_again_says_that_the_first_is_planned(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    with pytest.raises(Problem) as caught:
        await services.ridealongs.plan(maria, "R1", replace(DRAFT, customer="Other"))
    assert caught.value.key == "ridealong.planned_already"
    assert len(await sent(context)) == 1


async def test_nobody_plans_more_in_a_day_than_anybody_can_mean(
    services: Services, context: Context, clock: MovableClock, maria: Who, tom: Who
) -> None:
    for number in range(MOST_A_DAY[Allowance.PLAN]):
        await services.ridealongs.plan(maria, f"R{number}", DRAFT)
    with pytest.raises(Problem) as caught:
        await services.ridealongs.plan(maria, "R99", DRAFT)
    assert caught.value.key == "allowances.plan"
    assert len(await sent(context)) == MOST_A_DAY_FROM_COLLEAGUES[FromColleagues.NEWS]
    clock.move(hours=24)
    await services.ridealongs.plan(maria, "R99", replace(DRAFT, on=date(2026, 10, 29)))


async def test_a_salesperson_asks_a_leader_along(services: Services, maria: Who, tom: Who) -> None:
    assert not (await services.ridealongs.form(tom)).leads
    facts = await services.ridealongs.plan(tom, "R1", replace(DRAFT, other_id="U1"))
    assert (facts.ride.leader_id, facts.ride.salesperson_id, facts.ride.planned_by) == ("U1", "U2", "U2")


@pytest.mark.parametrize("logged", [False, True])
async def test_somebody_who_said_no_to_a_team_hears_of_no_call_of_its_leader_but_may_ask_for_one(
    services: Services, context: Context, maria: Who, tom: Who, logged: bool
) -> None:
    await services.teams.name(maria, ["U2"])
    await services.teams.decline(tom, "U1")
    draft = replace(DRAFT, on=date(2026, 10, 16)) if logged else DRAFT
    with pytest.raises(Problems) as found:
        await services.ridealongs.plan(maria, "R1", draft, logged=logged)
    assert [(one.key, one.field) for one in found.value.problems] == [("ridealong.salesperson_declined", "salesperson")]
    assert await planned(context) == {}
    facts = await services.ridealongs.plan(tom, "R2", replace(DRAFT, other_id="U1"))
    assert facts.ride.leader_id == "U1"


async def test_a_call_planned_at_short_notice_has_no_brief(
    services: Services, context: Context, clock: MovableClock, maria: Who, tom: Who
) -> None:
    clock.now = STARTS - timedelta(minutes=10)
    await services.ridealongs.plan(maria, "R1", DRAFT)
    assert {nudge for _, nudge, _ in await planned(context)} == {"reflection_leader", "reflection_salesperson"}


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (replace(DRAFT, other_id=None, customer=" ", on=None), ["salesperson", "customer", "when"]),
        (replace(DRAFT, minutes=None), ["minutes"]),
        (replace(DRAFT, other_id="U1"), ["salesperson"]),
        (replace(DRAFT, other_id="UBOT"), ["salesperson"]),
        (replace(DRAFT, other_id="UGUEST"), ["salesperson"]),
        (replace(DRAFT, at=None), ["when"]),
        (replace(DRAFT, on=date(2026, 10, 18)), ["when"]),
        (replace(DRAFT, minutes=481), ["minutes"]),
        (replace(DRAFT, contract=Contract(signal="x" * 301, skill="x" * 301)), ["signal", "skill"]),
    ],
)
async def test_all_that_is_wrong_stands_at_its_field(
    services: Services,
    context: Context,
    directory: FakeDirectory,
    maria: Who,
    tom: Who,
    draft: Draft,
    fields: list[str],
) -> None:
    directory.add("UGUEST", is_guest=True)
    directory.profiles[Who("T1", "UBOT")] = Profile("bot", "UTC", is_bot=True)
    with pytest.raises(Problems) as raised:
        await services.ridealongs.plan(maria, "R1", draft)
    assert [problem.field for problem in raised.value.problems] == fields
    for problem in raised.value.problems:
        assert context.library.say(problem.key, **problem.facts)
    assert await sent(context) == []


async def test_a_guest_plans_nothing(services: Services, directory: FakeDirectory) -> None:
    guest = directory.add("UGUEST", is_guest=True)
    with pytest.raises(Problem, match="guest"):
        await services.ridealongs.form(guest)


async def test_a_logged_call_asks_both_at_once(services: Services, context: Context, maria: Who, tom: Who) -> None:
    draft = replace(DRAFT, on=date(2026, 10, 18))
    facts = await services.ridealongs.plan(maria, "R1", draft, logged=True)
    assert facts.ride.state is RideAlongState.OVER
    assert await sent(context) == [("U1", "reflection_leader", "R1"), ("U2", "reflection_salesperson", "R1")]
    assert await planned(context) == {}
    with pytest.raises(Problems):
        await services.ridealongs.plan(maria, "R2", DRAFT, logged=True)


async def test_both_say_yes_and_the_first_is_told_once(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    for _ in range(2):
        facts = await services.ridealongs.confirm(tom, "R1", 0)
    assert facts.ride.state is RideAlongState.CONFIRMED
    assert ("U1", "ridealong_news", "R1 0 confirmed 1") in await sent(context)
    assert len(await sent(context)) == 2


async def test_a_change_asks_the_other_again_and_moves_what_is_due(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    form = await services.ridealongs.change_form(tom, "R1")
    assert (form.draft.at, form.draft.other_id, form.leads, form.version) == (time(9), "U1", False, 0)
    draft = replace(form.draft, at=time(12), contract=Contract(CallType.JOINT))
    facts, differs = await services.ridealongs.change(tom, "R1", 0, draft)
    assert differs
    assert facts.ride.starts_at == STARTS + timedelta(hours=3)
    assert facts.ride.confirmed_by == frozenset({"U2"})
    assert ("U1", "ridealong_news", "R1 1 changed 1") in await sent(context)
    assert {subject for _, _, subject in await planned(context)} == {"R1 1"}
    with pytest.raises(Problem, match="changed_since"):
        await services.ridealongs.confirm(maria, "R1", 0)
    assert (await services.ridealongs.confirm(maria, "R1", 1)).ride.state is RideAlongState.CONFIRMED


async def test_a_change_sent_twice_is_one_and_a_stale_one_is_refused(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    later = replace(DRAFT, at=time(16))
    assert [await _differs(services, maria, later) for _ in range(2)] == [True, False]
    with pytest.raises(Problem, match="changed_since"):
        await services.ridealongs.change(maria, "R1", 0, replace(DRAFT, at=time(17)))


async def _differs(services: Services, who: Who, draft: Draft) -> bool:
    return (await services.ridealongs.change(who, "R1", 0, draft))[1]


async def test_a_name_put_right_asks_nobody_again(services: Services, maria: Who, tom: Who) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    await services.ridealongs.confirm(tom, "R1", 0)
    facts, _ = await services.ridealongs.change(maria, "R1", 0, replace(DRAFT, customer="Acme Ltd"))
    assert (facts.ride.customer, facts.ride.state, facts.ride.version) == ("Acme Ltd", RideAlongState.CONFIRMED, 1)


async def test_during_the_call_the_length_can_still_be_changed_but_not_into_the_past(
    services: Services, clock: MovableClock, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    clock.now = STARTS + timedelta(minutes=5)
    facts, _ = await services.ridealongs.change(maria, "R1", 0, replace(DRAFT, minutes=60))
    assert facts.ride.length == timedelta(hours=1)
    with pytest.raises(Problems):
        await services.ridealongs.change(maria, "R1", 1, replace(DRAFT, at=time(14)))


async def test_a_cancelled_call_is_due_no_more_and_the_other_is_told(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    facts = await services.ridealongs.cancel(tom, "R1")
    assert facts.ride.state is RideAlongState.CANCELLED
    assert await planned(context) == {}
    assert ("U1", "ridealong_news", "R1 0 cancelled 1") in await sent(context)
    with pytest.raises(Problem, match="cancelled"):
        await services.ridealongs.confirm(tom, "R1", 0)
    assert (await services.ridealongs.upcoming(tom)).rides == ()


async def test_what_is_over_stays_as_it_was(services: Services, clock: MovableClock, maria: Who, tom: Who) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    clock.now = ENDS
    for move in (services.ridealongs.cancel(tom, "R1"), services.ridealongs.change_form(tom, "R1")):
        with pytest.raises(Problem, match="already_over"):
            await move


async def test_nobody_else_touches_or_sees_it(
    services: Services, directory: FakeDirectory, maria: Who, tom: Who
) -> None:
    await services.ridealongs.plan(maria, "R1", DRAFT)
    nora = directory.add("U3", is_admin=True)
    for move in (services.ridealongs.cancel(nora, "R1"), services.ridealongs.change_form(nora, "R1")):
        with pytest.raises(Problem, match="not_yours"):
            await move
    assert (await services.ridealongs.history(nora, "<@U2|tom>")).rides == ()
    with pytest.raises(Problem, match="stale"):
        await services.ridealongs.cancel(maria, "R9")
