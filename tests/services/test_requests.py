"""A request that comes twice is done once."""

from bot.services.context import Context
from bot.services.requests import Begun, Requests
from tests.fakes import MovableClock


async def test_a_request_is_let_through_once(context: Context) -> None:
    requests = Requests(context)
    assert [await requests.is_new("T1", "a"), await requests.is_new("T1", "a")] == [True, False]
    assert await requests.is_new("T2", "a")
    assert await requests.is_new("T1", "b")


async def test_a_form_is_decided_once_and_again_where_it_failed(context: Context, clock: MovableClock) -> None:
    requests = Requests(context)
    assert [await requests.begin("T1", "form"), await requests.begin("T1", "form")] == [Begun.NOW, Begun.UNDECIDED]
    clock.move(minutes=1)
    assert await requests.begin("T1", "form") is Begun.NOW
    await requests.forget("T1", "form")
    assert await requests.begin("T1", "form") is Begun.NOW
    await requests.done("T1", "form")
    assert await requests.begin("T1", "form") is Begun.DONE
