"""Which Host headers are PUBLIC_URL's."""

import aiohttp
import pytest

from bot.web.server import Site, WebServer


async def ready() -> dict[str, bool]:
    return {}


@pytest.mark.parametrize(
    ("public_url", "host", "status"),
    [
        ("https://chair.example:443", "chair.example", 404),
        ("https://chair.example", "chair.example:443", 404),
        ("http://chair.example:80", "chair.example", 404),
        ("https://chair.example:80", "chair.example", 421),
        ("http://chair.example", "chair.example:443", 421),
        ("https://chair.example:8443", "chair.example", 421),
    ],
)
async def test_a_host_with_the_port_of_its_scheme_is_the_same_without(public_url: str, host: str, status: int) -> None:
    server = WebServer("127.0.0.1", 0, ready, Site(public_url=public_url))
    await server.start()
    address = "http://{}:{}/nothing-here".format(*server.address)
    try:
        async with aiohttp.ClientSession() as http, http.get(address, headers={"Host": host}) as answer:
            assert answer.status == status
    finally:
        await server.stop()
