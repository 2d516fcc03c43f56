"""The pages speak the language that a browser asks for, where we have it."""

from typing import Any, cast

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.pages import Pages
from content.libraries import Libraries


@pytest.mark.parametrize(
    ("accepts", "language", "says"),
    [
        pytest.param("de-DE,de;q=0.9,en;q=0.8", "de-DE", "Eine Sache für heute", id="German"),
        pytest.param("fr-FR,de;q=0.5", "de", "Eine Sache für heute", id="French, else German"),
        pytest.param("en-US,en;q=0.9", "en-US", "One thing to do today", id="American"),
        pytest.param("", "en-GB", "One thing to do today", id="nothing asked"),
        pytest.param("xx;;,*", "en-GB", "One thing to do today", id="nonsense"),
    ],
)
async def test_a_page_is_in_the_language_that_the_browser_asks_for(accepts: str, language: str, says: str) -> None:
    pages = Pages(Libraries(), can_install=True)
    request = make_mocked_request("GET", "/", headers={"Accept-Language": accepts} if accepts else {})
    response = await pages.routes()["/"](request)
    text = cast("Any", response).text
    assert f'<html lang="{language}">' in text
    assert says in text
    assert response.headers["Vary"] == "Accept-Language"
