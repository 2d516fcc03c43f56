"""Safeguards taken away for one test, to see whether an attack would then be noticed."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete

from bot.domain.aggregates import grown
from bot.domain.people.people import Position, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.selfchecks.feedback import FeedbackAnswer, FeedbackRound
from bot.services.checkins import aggregates
from bot.services.checkins import facts as checkin_facts
from bot.services.people.onboarding import Onboarding
from bot.services.people.privacy import Privacy
from bot.services.selfchecks import feedback
from bot.storage.maintenance import housekeeping
from bot.storage.privacy.outlasting import Outlasting, Rows
from bot.storage.stores import feedback as rounds
from bot.storage.stores.safeguards import SafeguardStore
from bot.storage.tables import feedback_rounds, safeguards

Patch = pytest.MonkeyPatch
COHORTS = delete(safeguards).where(safeguards.c.workspace_id == "T1", safeguards.c.kind == SafeguardKind.COHORT)


def presses_are_counted_one_by_one(patch: Patch) -> None:
    """The number who did a channel's prompt grows by one person at a time."""
    grows_one_by_one(patch, aggregates)


def grows_one_by_one(patch: Patch, module: ModuleType) -> None:
    """The aggregates that this module lets grow do so by one person at a time."""
    patch.setattr(module, "grown", lambda aggregate, people, _threshold: grown(aggregate, people, 1))


def digests_are_of_anybody(patch: Patch) -> None:
    """A digest counts a week even with a single answer."""
    patch.setattr(aggregates.week_aggregate, "__defaults__", (1,))
    patch.setattr(checkin_facts, "FOR_LEADER", 1)


def three_are_enough(patch: Patch) -> None:
    """Without cohorts, everybody waiting is counted, three or more at a time."""

    def everybody(answers: Sequence[FeedbackAnswer], _former: Iterable[frozenset[str]]) -> list[frozenset[str]]:
        waiting = frozenset(answer.author_id for answer in answers if answer.counted is None)
        return [waiting] if len(waiting) >= 3 else []

    patch.setattr(feedback, "cohorts_to_count", everybody)


def a_restore_forgets(patch: Patch) -> None:
    """A restored copy keeps nothing newer."""

    async def forget(_outlasting: Outlasting, _newer: Rows) -> None:
        """Take nothing over."""

    patch.setattr(Outlasting, "take_over", forget)


def former_ids_are_not_looked_up(patch: Patch) -> None:
    """People with a new id are in no cohort."""
    hashes_of = SafeguardStore._hashes

    async def of_these_ids_alone(store: SafeguardStore, kind: str, ids: tuple[str, ...]) -> list[str]:
        return (await hashes_of(store, kind, ids))[:1]

    patch.setattr(SafeguardStore, "_hashes", of_these_ids_alone)


def rounds_are_of_anybody(patch: Patch) -> None:
    """A leader is shown the newest round, even another leader's."""

    async def last(store: rounds.FeedbackStore, _leader_id: str) -> FeedbackRound | None:
        row = await store._first(store._select().order_by(feedback_rounds.c.opened_at.desc()))
        return row and rounds._round(row)

    patch.setattr(rounds.FeedbackStore, "last", last)


def cohorts_end_with_the_position(patch: Patch) -> None:
    """A leader who leads again starts afresh."""
    position = Onboarding.position

    async def and_forget(onboarding: Onboarding, who: Who, chosen: Position) -> Any:
        async with onboarding._context.database.connection() as connection:
            await connection.execute(COHORTS)
        return await position(onboarding, who, chosen)

    patch.setattr(Onboarding, "position", and_forget)


def cohorts_end_with_one_of_them(patch: Patch) -> None:
    """Once somebody's data is deleted, as 90 days after they left Slack, nothing knows whom they were counted with."""
    forget = Privacy.forget

    async def and_cohorts(privacy: Privacy, who: Who) -> dict[str, int]:
        async with privacy._context.database.connection() as connection:
            await connection.execute(COHORTS)
        return await forget(privacy, who)

    patch.setattr(Privacy, "forget", and_cohorts)


def cohorts_hold_for_a_fortnight(patch: Patch) -> None:
    """Housekeeping forgets them too early."""
    patch.setattr(housekeeping, "COHORTS_HOLD", timedelta(days=14))
