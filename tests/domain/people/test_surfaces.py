"""How a message about somebody who is deleted is removed depends on whether its call is still to come."""

import pytest

from bot.domain.people.removals import RemovalKind
from bot.domain.people.surfaces import FATES, SURFACES, kind_for


@pytest.mark.parametrize("nudge", ["ridealong_invitation", "ridealong_news", "ridealong_brief"])
def test_of_a_call_to_come_a_sentence_stays_and_of_one_that_is_over_nothing(nudge: str) -> None:
    assert kind_for(nudge, is_to_come=True) is RemovalKind.CALL
    assert kind_for(nudge) is RemovalKind.DELETE


@pytest.mark.parametrize(
    ("nudge", "kind"),
    [
        ("reflection_leader", RemovalKind.DELETE),
        ("checkin", RemovalKind.UNNAME),
        ("quarter_report", None),
    ],
)
@pytest.mark.parametrize("is_to_come", [True, False])
def test_all_else_is_removed_alike_before_and_after(nudge: str, kind: RemovalKind | None, is_to_come: bool) -> None:
    assert kind_for(nudge, is_to_come=is_to_come) is kind


def test_every_way_that_a_message_may_go_is_told() -> None:
    assert {surface.others for surface in SURFACES.values()} <= set(FATES)
