"""Tries a token with one request to Slack, and describes the result in one sentence.

It uses plain HTTP: Slack's client raises several kinds of errors if the answer is not from Slack, and says "None".
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from json import JSONDecodeError
from typing import Any

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from bot.slack.codes import PASSING, meaning_of

PATIENCE = 15.0  # seconds
LATER = "Try again in a few minutes; status.slack.com may say why."
SCOPES_HEADER = "x-oauth-scopes"


@dataclass(frozen=True, slots=True)
class Trial:
    """What Slack answered: `facts` if it said yes, else `code` (Slack's error code) or `trouble`, a sentence.

    `scopes` are those of the token, None if the answer does not say; `slack_time` is Slack's clock (aware).
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    trouble: str = ""
    _: KW_ONLY
    scopes: frozenset[str] | None = None
    slack_time: datetime | None = None

    @property
    def worked(self) -> bool:
        """Whether Slack said yes."""
        return not self.code and not self.trouble


def proxy_in_use() -> str | None:
    """The HTTP proxy for requests to Slack, from the environment; None if there is none."""
    return load_http_proxy_from_env(logging.getLogger("slack_sdk")) or None


async def ask(method: str, token: str, base_url: str, patience: float = PATIENCE, **arguments: str) -> Trial:
    """Call a method of the Web API at `base_url` (it ends with a slash) once; `token` is "" for a method that takes
    none. Network failures never raise.
    """
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as session:
            request = session.post(
                f"{base_url}{method}",
                data=arguments,
                headers={"Authorization": f"Bearer {token}"} if token else {},
                proxy=proxy_in_use(),
            )
            async with request as response:
                return await _read(response, base_url)
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        return Trial(trouble=f"{base_url} does not answer ({type(error).__name__}). {_way_out()}")
    except ValueError:  # raised by aiohttp for an invalid header or address
        return Trial(trouble="The token or the address contains an invalid character. Copy it again.")


async def app_of(token: str, trial: Trial, base_url: str) -> str:
    """The app that a bot token belongs to, after `auth.test` gave `trial`; "" if Slack does not say."""
    bot = await ask("bots.info", token, base_url, bot=str(trial.facts.get("bot_id", "")))
    return str(bot.facts.get("bot", {}).get("app_id", "")) if bot.worked else ""


def mismatch(app_token: str, app_id: str) -> str:
    """The sentence about an app-level token that names another app than `app_id`, which "" leaves open; "" if it may
    belong to it.
    """
    named = re.match(r"xapp-\d+-(A[A-Z0-9]+)-", app_token)
    if not named or not app_id or named[1] == app_id:
        return ""
    return f"This token belongs to another app ({named[1]}); the bot token belongs to {app_id}. Open that app's page."


def named_proxy() -> str | None:
    """The address of that proxy without its name and password, for display; None if there is none."""
    proxy = proxy_in_use()
    if proxy is None:
        return None
    scheme, between, rest = proxy.rpartition("://")
    return f"{scheme}{between}{rest.rpartition('@')[2]}"


def _way_out() -> str:
    proxy = named_proxy()
    return f"Can this machine reach it through the proxy {proxy}?" if proxy else "Can this machine reach it?"


async def _read(response: aiohttp.ClientResponse, base_url: str) -> Trial:
    if response.status == 429:
        seconds = response.headers.get("Retry-After", "a few")
        return Trial(trouble=f"Slack is rate limiting us (429). Try again in {seconds} seconds.")
    if response.status >= 500:
        says = f"Slack answered {response.status}, an error on its side."
        return Trial(trouble=f"{says} {LATER}")
    try:
        body = await response.json(content_type=None)
    except (JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, Mapping) or "ok" not in body:
        kind = response.content_type or "nothing"
        says = f"{base_url} is not Slack: it answered with {kind}, status {response.status}."
        return Trial(trouble=f"{says} A proxy or a sign-in page may be in between, or SLACK_API_URL is wrong.")
    when = _time_of(response)
    if not body["ok"]:
        code = str(body.get("error") or "no reason")
        if meaning_of(code) in PASSING:
            return Trial(trouble=f"Slack says {code}, which is not about the token. {LATER}", slack_time=when)
        return Trial(code=code, slack_time=when)
    return Trial(body, scopes=_scopes_of(response), slack_time=when)


def _scopes_of(response: aiohttp.ClientResponse) -> frozenset[str] | None:
    text = response.headers.get(SCOPES_HEADER)
    return None if text is None else frozenset(scope.strip() for scope in text.split(",") if scope.strip())


def _time_of(response: aiohttp.ClientResponse) -> datetime | None:
    """When the answer was sent, by the clock of the server that sent it; None if it does not say."""
    try:
        return parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
