"""What nobody needs any more is removed, exact to the second and a batch at a time, and nothing else is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.safeguards import SafeguardKind
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import PASSING, tidy
from bot.storage.tables import aggregates, contributors, deliveries, draft_answers, removals, safeguards, seen
from tests.storage.rows import NOW, RowOf, as_texts, put, row, there

SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
A_YEAR_AND_MORE = 400 * ONE_DAY
UNDECIDED = {DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT}
ENDED = set(DeliveryStatus) - UNDECIDED - {DeliveryStatus.PENDING}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker database: the same is removed on both."""
    return sqlite_database


@pytest.mark.parametrize(
    ("table", "when", "kept", "facts"),
    [
        *(
            pytest.param(deliveries, "due_at", A_YEAR_AND_MORE, {"status": status}, id=f"delivery {status}")
            for status in sorted(ENDED)
        ),
        pytest.param(seen, "at", timedelta(hours=1), {}, id="request"),
        *(pytest.param(aggregates, "at", A_YEAR_AND_MORE, {"kind": kind}, id=f"aggregate {kind}") for kind in PASSING),
        pytest.param(safeguards, "at", 91 * ONE_DAY, {"kind": SafeguardKind.COHORT}, id="cohort"),
        pytest.param(safeguards, "at", ONE_DAY, {"kind": SafeguardKind.ROUND}, id="round"),
        pytest.param(safeguards, "at", 2 * ONE_DAY, {"kind": SafeguardKind.USED}, id="limit of a day"),
        pytest.param(draft_answers, "at", 14 * ONE_DAY, {}, id="draft"),
        pytest.param(removals, "given_up_at", 30 * ONE_DAY, {}, id="removal that was given up"),
    ],
)
async def test_a_row_goes_in_the_second_in_which_it_is_too_old(
    database: Database, table: Table, when: str, kept: timedelta, facts: dict[str, Any]
) -> None:
    young, old = facts | {when: NOW - kept}, facts | {when: NOW - kept - SECOND}
    stays = [row(table, "k1", workspace_id, **young) for workspace_id in ("T1", "T2")]
    goes = [row(table, f"k{workspace_id}", workspace_id, **old) for workspace_id in ("T1", "T2")]
    await put(database, [*stays, *goes])
    assert await tidy(database, NOW) == 2
    assert await there(database) == as_texts(stays)


async def test_what_is_kept_for_ever_or_not_ended_stays_however_old(database: Database) -> None:
    old: dict[str, Any] = {"at": NOW - 9 * A_YEAR_AND_MORE}
    going_on = [AggregateKind.PROMPT_TALLY, AggregateKind.CUSTOM_QUESTION, AggregateKind.STARTED]
    held = set(SafeguardKind) - {SafeguardKind.COHORT, SafeguardKind.ROUND, SafeguardKind.USED}
    stays = [
        *(row(deliveries, status.value, status=status, due_at=old["at"]) for status in UNDECIDED),
        *(row(aggregates, kind.value, kind=kind, **old) for kind in going_on),
        *(row(contributors, kind.value, kind=kind) for kind in going_on),
        *(row(safeguards, "k", kind=kind, **old) for kind in held),
        row(removals, "still tried", due_at=old["at"]),
    ]
    await put(database, stays)
    assert await tidy(database, NOW) == 0
    assert await there(database) == as_texts(stays)


async def test_an_aggregate_goes_with_its_own_contributors(database: Database) -> None:
    week, quarter = {"kind": AggregateKind.WEEK}, {"kind": AggregateKind.QUARTER}
    own: dict[str, Any] = {"scope": "s", **week}
    stays = [
        row(contributors, "k", **week, scope="another"),
        row(contributors, "k", **quarter, scope="s"),
        row(contributors, "k", "T2", **own),
    ]
    await put(database, [*stays, row(contributors, "k1", **own), row(contributors, "k2", **own)])
    await put(database, [row(aggregates, "k", **own, at=NOW - A_YEAR_AND_MORE - SECOND)])
    assert await tidy(database, NOW) == 1
    assert await there(database) == as_texts(stays)


async def test_what_waited_for_two_weeks_is_missed(database: Database) -> None:
    def waiting(workspace_id: str, key: str, wait: timedelta, **ended: object) -> RowOf:
        status = {"status": DeliveryStatus.PENDING, "reason": "", **ended}
        return row(deliveries, key, workspace_id, due_at=NOW - wait, **status)

    late, missed = 14 * ONE_DAY + SECOND, {"status": DeliveryStatus.MISSED, "reason": "too late"}
    other = {"status": DeliveryStatus.SENDING}
    stays = [waiting("T1", "k1", 14 * ONE_DAY), waiting("T2", "k2", late, **other), waiting("T3", "k3", ONE_DAY)]
    await put(database, [*stays, waiting("T1", "k4", late), waiting("T2", "k5", late)])
    assert await tidy(database, NOW) == 0
    gone = [waiting("T1", "k4", late, **missed), waiting("T2", "k5", late, **missed)]
    assert await there(database) == as_texts([*stays, *gone])
