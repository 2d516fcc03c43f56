"""Messages that depend on an answer are in no count of what did not arrive: it would reveal who had answered."""

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges import AFTER_ANSWERS, CHECKIN, PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import MovableClock

ENDS = (DeliveryStatus.MISSED, DeliveryStatus.REFUSED)


@pytest.mark.parametrize(
    ("nudges", "numbers", "people"),
    [
        pytest.param(sorted(AFTER_ANSWERS), {}, [], id="after an answer"),
        pytest.param([PROMPT_PERSON], {}, ["U1"], id="more rarely where it is ignored"),
        pytest.param([CHECKIN], {"missed": 1, "refused": 1}, ["U1"], id="every week"),
    ],
)
async def test_only_what_comes_anyway_is_counted(
    services: Services,
    context: Context,
    clock: MovableClock,
    nora: Who,
    nudges: list[str],
    numbers: dict[str, int],
    people: list[str],
) -> None:
    async with context.database.transaction("T1") as transaction:
        for nudge in nudges:
            for status in ENDS:
                ended = Delivery(
                    f"{nudge} {status}", "T1", "U1", nudge, status, on=clock().date(), due_at=clock(), status=status
                )
                await transaction.outbox.add(ended)
    page = await services.admin.unreached(nora)
    assert dict((await services.integrations.numbers(nora)).deliveries) == numbers
    assert {str(ended.status): ended.count for ended in page.counts} == numbers
    assert [person.user_id for person in page.people] == people
    assert (await services.admin.facts(nora)).glance.undelivered == sum(numbers.values())
