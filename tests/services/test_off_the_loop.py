"""Computations over years run in a thread of their own, while the loop answers others; short ones wait for nobody."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.computing import compute
from bot.domain.people.people import Who
from bot.services.checkins import insights, letters
from bot.services.context import Context
from bot.services.people import privacy
from bot.services.services import Services
from bot.storage.privacy.export import PersonalExport
from tests.services.long_history import live


def noted(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> list[int]:
    """The threads in which a function is run from now on."""
    threads: list[int] = []
    run: Callable[..., Any] = getattr(where, name)

    def runs(*given: Any) -> Any:
        threads.append(threading.get_ident())
        return run(*given)

    monkeypatch.setattr(where, name, runs)
    return threads


@pytest.fixture
async def maria_for_weeks(services: Services, context: Context, maria: Who, tom: Who) -> Who:
    await live(services, context, maria, tom, 20)
    return maria


@pytest.mark.parametrize(
    ("subject", "where", "name"),
    [
        pytest.param("insights", insights, "facts_between", id="insights"),
        pytest.param("letters", letters, "findings", id="a letter"),
    ],
)
async def test_insights_and_letters_are_computed_beside_the_loop(
    services: Services, maria_for_weeks: Who, monkeypatch: pytest.MonkeyPatch, subject: str, where: object, name: str
) -> None:
    threads = noted(monkeypatch, where, name)
    assert (await getattr(services, subject).facts(maria_for_weeks)).insights
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("subject", ["insights", "letters"])
async def test_insights_and_letters_wait_for_nobodys_export(
    services: Services, maria_for_weeks: Who, subject: str
) -> None:
    over = threading.Event()
    exporting = asyncio.create_task(compute(over.wait))
    await asyncio.sleep(0)
    reading = asyncio.create_task(getattr(services, subject).facts(maria_for_weeks))
    done, _ = await asyncio.wait({reading}, timeout=10)
    over.set()
    await exporting
    assert done, "it waits, inside a transaction, for what others compute"
    assert reading.result().insights


async def test_an_export_is_opened_and_written_beside_the_loop(
    services: Services, maria_for_weeks: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = noted(monkeypatch, PersonalExport, "opened")
    written = noted(monkeypatch, privacy, "_written")
    assert "a note to myself" in (await services.privacy.export(maria_for_weeks)).readable
    assert opened
    assert written
    assert threading.get_ident() not in {*opened, *written}
