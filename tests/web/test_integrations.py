"""How answers to other tools are sent: not to be cached, and only so many a minute."""

from functools import cache
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.domain.integrations.numbers import AdminNumbers
from bot.services.integrations.integrations import Integrations
from bot.web.integrations import NUMBERS, IntegrationRoutes
from bot.web.pages import Pages

CALENDAR, CSV = "/calendar/{secret}.ics", f"{NUMBERS}.csv"
TYPES = {CALENDAR: "text/calendar", NUMBERS: "application/json", CSV: "text/csv"}


class EmptyIntegrations:
    """Lets every secret through, to nothing, except one that is nobody's."""

    async def calendar_for(self, secret: str) -> str | None:
        return None if secret == "nobody's" else ""

    async def numbers_for(self, secret: str) -> AdminNumbers | None:
        return None if secret in ("", "nobody's") else AdminNumbers([], [], {}, {})


class BarePages:
    """Renders only a page's document."""

    def show(self, _name: str, *, document: str, **_facts: object) -> web.Response:
        return web.Response(text=document)


@pytest.fixture
def routes() -> IntegrationRoutes:
    return IntegrationRoutes(cast("Integrations", EmptyIntegrations()), cast("Pages", BarePages()), "", 0)


@cache
def a_request() -> Any:
    """One request; making its mocks takes twenty times as long as answering it."""
    return make_mocked_request("GET", "/")


async def ask(routes: IntegrationRoutes, path: str, secret: str = "s", header: str | None = None) -> web.Response:
    headers = {"Authorization": f"Bearer {secret}" if header is None else header}
    request = a_request().clone(rel_url=path, headers=headers)
    request._match_info = {"secret": secret}
    answer = await routes.routes()[path](request)
    assert isinstance(answer, web.Response)
    return answer


@pytest.mark.parametrize("path", TYPES)
async def test_nothing_between_keeps_an_answer_and_a_secret_has_sixty_a_minute(
    routes: IntegrationRoutes, path: str
) -> None:
    answers = [await ask(routes, path) for _ in range(61)]
    assert [answer.status for answer in answers] == [200] * 60 + [429]
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert (answers[0].content_type, answers[0].charset) == (TYPES[path], "utf-8")
    assert answers[-1].headers["Retry-After"] == "60"


@pytest.mark.parametrize(("path", "status"), [(CALENDAR, 404), (NUMBERS, 401), (CSV, 401)])
async def test_a_secret_that_is_nobodys_opens_nothing(routes: IntegrationRoutes, path: str, status: int) -> None:
    answer = await ask(routes, path, "nobody's")
    assert answer.status == status
    assert answer.headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)


@pytest.mark.parametrize(
    ("header", "status"), [("bearer  s ", 200), ("Bearer two words", 200), ("Basic s", 401), ("s", 401), ("", 401)]
)
async def test_a_secret_is_a_bearers(routes: IntegrationRoutes, header: str, status: int) -> None:
    assert (await ask(routes, NUMBERS, header=header)).status == status


async def test_the_page_shows_what_describes_it_by_lines(routes: IntegrationRoutes) -> None:
    shown = str((await ask(routes, "/api")).text).splitlines()
    assert shown[1].startswith('  "openapi"')


async def test_an_address_has_ten_times_as_many(routes: IntegrationRoutes) -> None:
    statuses = [(await ask(routes, CALENDAR, f"secret {number}")).status for number in range(601)]
    assert statuses == [200] * 600 + [429]
