"""The possible outcomes of a request to Slack, one type for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.codes import Meaning, code_of, meaning_of

PASSING_WAIT = 30.0  # seconds; a message that keeps meeting these until its time is over is missed, which admins see
NETWORK = (aiohttp.ClientError, OSError)  # a TimeoutError is an OSError


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has the message."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack said no, for certain; `code` is its own error."""

    code: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Slack limits our rate. It did nothing, and wants to be asked again after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was done, and the obstacle will pass; it can be asked again after `seconds`."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """Slack did nothing, with a `code` that we do not know: it may or may not pass."""

    code: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The message may or may not have arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotMade:
    """The connection was never made, so nothing arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The fence stopped it before its first byte, so nothing arrived."""


Outcome = Sent | Refused | Wait | NotNow | Unknown | Unsure | NotMade | HeldBack


def outcome_of(error: SlackApiError) -> Refused | Wait | NotNow | Unknown | Unsure:
    """What an error from Slack means for a message that was posted."""
    status, code = getattr(error.response, "status_code", 0), code_of(error)
    meaning = meaning_of(code)
    if status == 429 or meaning is Meaning.LIMITED:
        return Wait(_retry_after(error))
    if meaning is Meaning.PASSES:
        return NotNow(code, PASSING_WAIT)
    if status >= 500 or not code or meaning is Meaning.UNCERTAIN:
        return Unsure(code or f"HTTP {status}")
    return Unknown(code) if meaning is Meaning.UNKNOWN else Refused(code)


def _retry_after(error: SlackApiError) -> float:
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    given = str({name.lower(): value for name, value in headers.items()}.get("retry-after"))
    return float(given) if given.replace(".", "", 1).isdecimal() else 1.0
