"""How the answers to other tools are sent: to nobody's cache, and so often a minute."""

from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.domain.doors.numbers import AdminNumbers
from bot.services.doors.doors import Doors
from bot.web.doors import NUMBERS, DoorRoutes
from bot.web.pages import Pages

CALENDAR, CSV = "/calendar/{secret}.ics", f"{NUMBERS}.csv"
TYPES = {CALENDAR: "text/calendar", NUMBERS: "application/json", CSV: "text/csv"}


class EmptyDoors:
    """Lets every secret through to nothing."""

    async def calendar_for(self, _secret: str) -> str:
        return ""

    async def numbers_for(self, _secret: str) -> AdminNumbers:
        return AdminNumbers([], [], {}, {})


@pytest.fixture
def routes() -> DoorRoutes:
    return DoorRoutes(cast("Doors", EmptyDoors()), cast("Pages", None), "", 0)


async def ask(routes: DoorRoutes, path: str, secret: str = "s") -> web.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    request: Any = make_mocked_request("GET", path, headers=headers, match_info={"secret": secret})
    answer = await routes.routes()[path](request)
    assert isinstance(answer, web.Response)
    return answer


@pytest.mark.parametrize("path", TYPES)
async def test_nothing_between_keeps_an_answer_and_a_secret_has_sixty_a_minute(routes: DoorRoutes, path: str) -> None:
    answers = [await ask(routes, path) for _ in range(61)]
    assert [answer.status for answer in answers] == [200] * 60 + [429]
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert (answers[0].content_type, answers[0].charset) == (TYPES[path], "utf-8")
    assert answers[-1].headers["Retry-After"] == "60"


async def test_an_address_has_ten_times_as_many(routes: DoorRoutes) -> None:
    statuses = [(await ask(routes, CALENDAR, f"secret {number}")).status for number in range(601)]
    assert statuses == [200] * 600 + [429]
