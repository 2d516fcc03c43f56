"""The first writer's aggregate is kept; it grows once, and goes once nothing can show it. On both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person
from bot.domain.prompts.answers import Practice, PromptReply
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT, tidy

AT = datetime(2026, 10, 26, 9, tzinfo=UTC)
WEEK = Aggregate(AggregateKind.WEEK, "2026-10-19", AT, 3, {"led": 3}, people=frozenset({"U1", "U2", "U3"}))
PROMPT = Aggregate(AggregateKind.PROMPT, "P1", AT, 3, {}, people=frozenset({"U1", "U2", "U3"}))


async def test_the_first_one_stays_when_a_second_comes(database: Database) -> None:
    other = replace(WEEK, size=4, counts={"led": 4}, people=WEEK.people | {"U4"})
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None
        assert await transaction.aggregates.keep(WEEK) == WEEK
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.keep(other) == WEEK
        assert await transaction.aggregates.get(AggregateKind.QUARTER, WEEK.scope) is None
    async with database.transaction("T2") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None


async def test_each_workspace_counts_its_own_people_in_a_figure_of_the_same_name(database: Database) -> None:
    theirs = replace(WEEK, people=frozenset({"U8", "U9"}))
    for workspace_id, aggregate in (("T1", WEEK), ("T2", theirs)):
        async with database.transaction(workspace_id) as transaction:
            assert await transaction.aggregates.keep(aggregate) == aggregate
    async with database.transaction("T2") as transaction:
        assert await transaction.aggregates.people(AggregateKind.WEEK, WEEK.scope) == theirs.people
        assert await transaction.aggregates.of_kind(AggregateKind.WEEK, 3) == []
        await transaction.aggregates.keep(replace(theirs, scope="2026-10-12"))
        await transaction.aggregates.keep(other_kind := replace(theirs, kind=AggregateKind.STARTED))
        await transaction.aggregates.forget(AggregateKind.WEEK, WEEK.scope)
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None
        assert await transaction.aggregates.get(AggregateKind.WEEK, "2026-10-12") is not None
        assert await transaction.aggregates.get(AggregateKind.STARTED, WEEK.scope) == other_kind
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) == WEEK


async def test_of_two_that_let_it_grow_at_once_one_does(database: Database) -> None:
    one = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U6"})
    other = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U7"})
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(PROMPT)
        assert await transaction.aggregates.grow(PROMPT, one) == one
        assert await transaction.aggregates.grow(PROMPT, other) == one


async def test_somebody_who_is_deleted_while_it_grows_does_not_come_back(database: Database) -> None:
    grown = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U6"})
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(PROMPT)
        await transaction.erasure.of_person("U2")
        assert await transaction.aggregates.grow(PROMPT, grown) == replace(grown, people=grown.people - {"U2"})


async def test_somebody_who_is_deleted_is_in_it_no_more_and_its_numbers_stay(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(WEEK)
        assert (await transaction.erasure.of_person("U2"))["counted"] == 1
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) == replace(
            WEEK, people=frozenset({"U1", "U3"})
        )


async def test_after_400_days_it_goes_with_who_is_in_it(database: Database) -> None:
    young = replace(PROMPT, at=AT + timedelta(days=1))
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(WEEK)
        await transaction.aggregates.keep(young)
        await transaction.aggregates.keep(replace(WEEK, kind=AggregateKind.PROMPT_TALLY))  # shown for ever
    assert await tidy(database, AT + KEPT + timedelta(hours=1)) == 1
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None
        assert await transaction.aggregates.people(AggregateKind.WEEK, WEEK.scope) == frozenset()
        assert await transaction.aggregates.get(AggregateKind.PROMPT, "P1") == young
        assert await transaction.aggregates.get(AggregateKind.PROMPT_TALLY, WEEK.scope) is not None


async def test_figures_of_a_kind_are_shown_while_enough_of_their_people_are_here(database: Database) -> None:
    kind = AggregateKind.PROMPT_TALLY
    figures = {
        people[-1]: Aggregate(kind, people[-1], AT, len(people), {"done": len(people)}, people=frozenset(people))
        for people in (["U1", "U2"], ["U4", "U5", "U6"], ["U1", "U7", "U8", "U9"])
    }
    async with database.transaction("T1") as transaction:
        for figure in figures.values():
            assert await transaction.aggregates.keep(figure) == figure
            other = replace(figure, kind=AggregateKind.CUSTOM_QUESTION, people=frozenset({"U1"}))
            await transaction.aggregates.keep(other)
        found = await transaction.aggregates.of_kind(kind, 3)
    assert sorted((one.scope, one.kind, one.size, dict(one.counts)) for one in found) == [
        ("U6", kind, 3, {"done": 3}),
        ("U9", kind, 4, {"done": 4}),
    ]
    async with database.transaction("T2") as transaction:
        assert await transaction.aggregates.of_kind(kind, 3) == []


async def test_a_figure_that_grows_leaves_those_beside_it(database: Database) -> None:
    beside = [replace(PROMPT, kind=AggregateKind.VIEWS), replace(PROMPT, scope="P2")]
    after = replace(PROMPT, size=6, counts={"done": 6}, people=PROMPT.people | {"U4", "U5", "U6"})
    async with database.transaction("T1") as transaction:
        for figure in (PROMPT, *beside):
            await transaction.aggregates.keep(figure)
        assert await transaction.aggregates.grow(PROMPT, after) == after
        assert [await transaction.aggregates.get(figure.kind, figure.scope) for figure in beside] == beside


async def test_what_was_said_to_a_prompt_and_who_had_it_brought_back(database: Database) -> None:
    on = AT.date()
    first = Delivery(
        "D1", "T1", "U1", "prompt_person", "", on=on, due_at=AT, status=DeliveryStatus.SENT, content_id="P1"
    )
    again = Delivery("D2", "T1", "U1", "prompt_later", "D1", on=on, due_at=AT, status=DeliveryStatus.SENT)
    other = Delivery(
        "D3", "T1", "U2", "prompt_person", "", on=on, due_at=AT, status=DeliveryStatus.SENT, content_id="P1"
    )
    async with database.transaction("T1") as transaction:
        for one in (first, again, other, replace(other, id="D4", recipient="C1", nudge="prompt_channel")):
            await transaction.outbox.add(one)
        await transaction.answers.save(Practice("U3", "D4", "P1", on, PromptReply.DONE, at=AT))
        await transaction.answers.save(Practice("U4", "D5", "P1", on, PromptReply.DONE, at=AT))  # from a deleted person
        await transaction.answers.save(Practice("U1", "D1", "P1", on, PromptReply.DONE, at=AT))
        await transaction.answers.save(Practice("U2", "D3", "P1", on, PromptReply.NOT_FOR_ME, at=AT))
        assert await transaction.outbox.brought_back("P1") == {"U1"}
        replies = await transaction.answers.replies_to("P1", "prompt_channel")
        assert replies == {"U1": PromptReply.DONE, "U2": PromptReply.NOT_FOR_ME}
        assert await transaction.answers.replies_to("P2", "prompt_channel") == {}


async def test_what_another_workspace_sent_to_somebody_of_the_same_id_counts_for_nothing(database: Database) -> None:
    """On Enterprise Grid a person has one id in all workspaces of the organisation."""
    on, day = AT.date(), timedelta(days=1)
    theirs = Delivery(
        "D1", "T2", "U1", "prompt", "", on=on + day, due_at=AT, status=DeliveryStatus.SENT, content_id="P"
    )
    ours = Delivery("D2", "T1", "U1", "prompt", "D1", on=on, due_at=AT, status=DeliveryStatus.SENT)
    async with database.transaction("T2") as transaction:
        await transaction.people.save(Person("T2", "U1"))
        await transaction.outbox.add(theirs)
        await transaction.answers.save(Practice("U1", "D1", "P", on + day, PromptReply.DONE, at=AT + day))
        assert await transaction.outbox.unanswered(["U1"], "prompt", on) == {}
    async with database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", "U1"))
        await transaction.outbox.add(ours)
        assert await transaction.outbox.unanswered(["U1"], "prompt", on) == {"U1": [AT]}
        assert await transaction.outbox.brought_back("P") == set()
