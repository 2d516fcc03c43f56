"""A delivery's id depends on its slot, and on nothing else."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SLOT = {"workspace_id": "T1", "recipient": "U1", "nudge": "hello", "subject": "r1", "on": NOON.date()}


def _id(**changes: object) -> str:
    given: dict[str, object] = SLOT | {"due_at": NOON} | changes
    return Delivery.of_slot(**given).id  # type: ignore[arg-type]  # names and values of its own arguments


def test_the_same_slot_has_the_same_id_in_every_process() -> None:
    assert _id() == _id(due_at=NOON + timedelta(hours=1), status=DeliveryStatus.MISSED)
    assert _id() == "6d2a947ef81a01b89d831eab4139c74d"


@pytest.mark.parametrize("name", sorted(SLOT))
def test_every_part_of_a_slot_makes_another_id(name: str) -> None:
    other = NOON.date() + timedelta(days=1) if name == "on" else "other"
    assert _id(**{name: other}) != _id()
    assert name in {field.name for field in fields(Delivery)}


def test_what_stands_between_two_parts_belongs_to_neither() -> None:
    assert _id(nudge="hello", subject="r1") != _id(nudge="hellor", subject="1")


def test_what_waited_was_due_first_when_it_began_to_wait() -> None:
    due = Delivery.of_slot("T1", "U1", "hello", "", NOON.date(), NOON)
    assert due.first_due_at == NOON
    assert replace(due, waited_since=NOON - timedelta(hours=2)).first_due_at == NOON - timedelta(hours=2)
