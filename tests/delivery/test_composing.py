"""What is composed for a claimed delivery, and how one that is not posted ends, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.claims import content
from bot.delivery.quiet import DO_NOT_DISTURB, HOURS
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus
from bot.domain.prompts.answers import DuePrompt
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.domain.time.schedule import Pause
from bot.nudges.nudge import Facts
from bot.storage.outbox.results import Result
from content.models import Library
from tests.delivery.claiming import World, ids
from tests.delivery.fakes import NOON, TODAY, pending
from tests.fakes import MovableClock

PERSON = Person("T1", "UT1-1", status=PersonStatus.ACTIVE)
NIGHT = timedelta(hours=10)
AWAY = replace(PERSON, pauses=(Pause(TODAY + timedelta(days=1)),))
TO_A_PERSON = replace(pending(1), nudge="person")


@pytest.mark.parametrize(
    ("delivery", "facts", "status", "reason", "then"),
    [
        pytest.param(
            replace(pending(1), nudge="old"), {}, DeliveryStatus.WITHHELD, "unknown nudge", None, id="unknown"
        ),
        pytest.param(
            replace(pending(1), due_at=NOON - timedelta(hours=2, seconds=1)), {}, DeliveryStatus.MISSED, "too late",
            None, id="too late",
        ),
        pytest.param(
            pending(1, recipient="UQUIET"), {}, DeliveryStatus.WITHHELD, "nothing to say", None, id="nothing to say"
        ),
        pytest.param(
            TO_A_PERSON, {"person": PERSON, "sent_today": 1}, DeliveryStatus.WITHHELD, "x" * 200, None, id="at length"
        ),
        pytest.param(
            TO_A_PERSON, {"person": PERSON, "sent_today": 2}, DeliveryStatus.WITHHELD, "full, moved to 2026-11-24",
            TODAY + timedelta(days=1), id="no room today",
        ),
        pytest.param(
            TO_A_PERSON, {"person": AWAY, "sent_today": 2}, DeliveryStatus.WITHHELD, "full, no working day ahead",
            None, id="nor on another day",
        ),
        pytest.param(TO_A_PERSON, {"sent_today": 2}, DeliveryStatus.WITHHELD, "full", None, id="no room in a channel"),
    ],
)  # fmt: skip
async def test_how_ends_what_is_not_posted(
    library: Library, clock: MovableClock, delivery: Delivery, facts: dict[str, Any], status: DeliveryStatus,
    reason: str, then: date | None,
) -> None:  # fmt: skip
    record = await World(library, clock, delivery).ended(**facts)
    assert record.result == Result("T1", "T1-1", status, reason)
    assert (record.then and record.then.on, record.waits_until) == (then, None)


async def test_one_that_cannot_be_composed_is_refused_with_a_reference_for_the_operator(
    library: Library, clock: MovableClock
) -> None:
    with capture_logs() as lines:
        record = await World(library, clock, pending(1, recipient="UBAD")).ended()
    (line,) = lines
    assert (line["event"], line["delivery"], len(line["reference"])) == ("compose_failed", "T1-1", 8)
    assert record.result == Result("T1", "T1-1", DeliveryStatus.REFUSED, f"error {line['reference']}")


@pytest.mark.parametrize(
    ("nudge", "facts", "status", "reason", "hours"),
    [
        pytest.param("person", {}, DeliveryStatus.PENDING, HOURS, 10, id="until its recipient's hours"),
        pytest.param("of a day", {}, DeliveryStatus.WITHHELD, HOURS, None, id="its day is over"),
        pytest.param(
            "person", {"person": AWAY}, DeliveryStatus.WITHHELD, f"{HOURS}, no working day ahead", None, id="never"
        ),
        pytest.param(
            "person", {"sent_today": 1}, DeliveryStatus.WITHHELD, "x" * 200, None, id="it would not come by day either"
        ),
    ],
)
async def test_what_comes_at_night_waits_or_comes_no_more(
    library: Library, clock: MovableClock, nudge: str, facts: dict[str, Any], status: DeliveryStatus, reason: str,
    hours: int | None,
) -> None:  # fmt: skip
    clock.now = NOON + NIGHT
    world = World(library, clock, replace(pending(1, due_at=clock.now), nudge=nudge))
    record = await world.ended(**{"person": PERSON} | facts)
    assert record.result == Result("T1", "T1-1", status, reason)
    assert record.waits_until == (clock.now + timedelta(hours=hours) if hours else None)
    assert record.then is None


async def test_what_the_budget_counts_has_another_delivery_in_the_morning(
    library: Library, clock: MovableClock
) -> None:
    clock.now = NOON + NIGHT
    record = await World(library, clock, replace(pending(1, due_at=clock.now), nudge="counted")).ended(person=PERSON)
    assert record.result == Result("T1", "T1-1", DeliveryStatus.WITHHELD, f"{HOURS}, moved to 2026-11-24")
    assert record.then is not None
    assert (record.then.on, record.then.moved_from) == (TODAY + timedelta(days=1), TODAY)


async def test_each_recipient_is_asked_about_once_and_held_by_their_own_do_not_disturb(
    library: Library, clock: MovableClock
) -> None:
    world = World(library, clock, *(replace(pending(number), nudge="person") for number in range(2)), pending(2))
    world.facts = {f"T1-{n}": {"person": replace(PERSON, user_id=f"UT1-{n}")} for n in range(2)}
    world.quiet = {"UT1-1": (NOON, NOON + timedelta(hours=1))}
    assert ids((await world.claim())[1]) == ["T1-0", "T1-2"]
    assert world.asked_quiet == [("T1", ["UT1-0", "UT1-1"], NOON)]
    (held,) = world.recorded.added
    assert held.result == Result("T1", "T1-1", DeliveryStatus.PENDING, DO_NOT_DISTURB)
    assert held.waits_until == NOON + timedelta(hours=1)


async def test_which_prompt_it_carries_is_written_before_the_post_leaves(library: Library, clock: MovableClock) -> None:
    choice = PromptChoice(next(iter(library.prompts.values())), Reason.FRESH)
    world = World(library, clock, pending(1), pending(2))
    world.facts = {"T1-1": {"payload": DuePrompt(choice)}, "T1-2": {"payload": DuePrompt(None)}}
    await world.claim()
    assert world.database.contents == [("T1", {"T1-1": (choice.prompt.id, "fresh")})]


@pytest.mark.parametrize("payload", [None, "no prompt", DuePrompt(None)], ids=["nothing", "another", "it is gone"])
def test_what_carries_no_prompt_has_no_content(payload: object) -> None:
    facts: Facts[Any] = Facts(pending(1), NOON, payload=payload)
    assert content(facts) == ("", "")


async def test_what_was_found_in_slack_has_what_follows_it(library: Library, clock: MovableClock) -> None:
    world = World(library, clock)
    clock.move(minutes=1)
    await world.claims.sent_after_all(replace(pending(1), nudge="old"))
    assert (world.loaded, world.recorded.followed) == ([], [])
    await world.claims.sent_after_all(pending(1))
    now = NOON + timedelta(minutes=1)
    assert world.loaded == [("T1", ["T1-1"], now)]
    assert world.recorded.followed == [(pending(1), Facts(pending(1), now))]
