"""What buttons carry and what deliveries are about: the one codec between these small facts and their text in Slack and
in the database.

The text of a fact is its fields in order, separated by spaces, without trailing fields that have their default. It is
stored, and old messages contain it, so the fields of a class here never change their order.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar, get_type_hints

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.ridealongs.facts import News
from bot.domain.ridealongs.ridealongs import TakeOver

T = TypeVar("T")
SHARE, UNSHARE = "share", "unshare"


def encode(fact: Any) -> str:
    """The text of a fact, such as "led 2026-10-19". Raises ValueError for a field with a space in it."""
    texts = [_text(getattr(fact, field.name)) for field in fields(fact)]
    for field in reversed(fields(fact)):
        if getattr(fact, field.name) != field.default:
            break
        texts.pop()
    return " ".join(texts)


def decode(kind: type[T], text: str) -> T:
    """The fact of type `kind` that a text holds. Raises ValueError if it holds none."""
    hints, parts = get_type_hints(kind), text.split(" ")
    if len(parts) > len(hints):
        raise ValueError(f"{text!r} is not a {kind.__name__}")
    try:
        return kind(**{name: _value(hint, part) for (name, hint), part in zip(hints.items(), parts, strict=False)})
    except TypeError as error:
        raise ValueError(f"{text!r} is not a {kind.__name__}") from error


def _text(value: Any) -> str:
    text = str(value)
    if " " in text:
        raise ValueError(f"{text!r} has a space in it")
    return text


def _value(hint: Any, part: str) -> Any:
    return date.fromisoformat(part) if hint is date else hint(part)


@dataclass(frozen=True, slots=True)
class CheckInTap:
    """An answer to the check-in of the week of Monday `week`."""

    answer: CheckInAnswer
    week: date


@dataclass(frozen=True, slots=True)
class CheckInStepTap:
    """How last week's step went, given on the check-in of the week of Monday `week`."""

    outcome: Outcome
    week: date
    commitment_id: str


@dataclass(frozen=True, slots=True)
class StepTap:
    """How a step went, given on the message that follows it up."""

    outcome: Outcome
    commitment_id: str


@dataclass(frozen=True, slots=True)
class BriefStepTap:
    """How a step went, given on the brief of the next ride-along."""

    outcome: Outcome
    commitment_id: str
    ride_id: str


@dataclass(frozen=True, slots=True)
class PressureTap:
    """Whether the week of Monday `week` is a pressure week: "on" or "off"."""

    mark: str
    week: date


@dataclass(frozen=True, slots=True)
class LaterTap:
    """When a prompt comes back, as a key of `prompts.later`, and its delivery."""

    when: str
    delivery_id: str


@dataclass(frozen=True, slots=True)
class TakeOverTap:
    """Who asked for the take-over on a call."""

    takeover: TakeOver
    ride_id: str


@dataclass(frozen=True, slots=True)
class ReflectionTap:
    """A reflection to open, and the message it is opened from: "" for the questions themselves."""

    ride_id: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class StatementTap:
    """An answer to one statement of a form: the ids of the statement and of the choice."""

    item_id: str
    choice: str


@dataclass(frozen=True, slots=True)
class RideVersion:
    """A ride-along in the version that a message showed."""

    ride_id: str
    version: int


@dataclass(frozen=True, slots=True)
class RideSubject:
    """The ride-along that a delivery is about; its version tells the messages about a moved ride-along apart."""

    ride_id: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class NewsSubject:
    """What one of the two did with a version of a ride-along; `agreed` is 1 if the reader had said yes to it before."""

    ride_id: str
    version: int
    news: News
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class ChannelSubject:
    """A channel nudge; `at` tells one set-up of it from the next."""

    channel_id: str
    nudge: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class ChannelTap:
    """A channel nudge on a page of the list, as in `ChannelPageTap`; the defaults are for buttons outside the list."""

    channel_id: str
    nudge: str
    page: int = 0
    here: str = ""


@dataclass(frozen=True, slots=True)
class ChannelPageTap:
    """A page of the list of channel nudges, counted from 0, as it is shown in the channel `here`."""

    page: int
    here: str = ""


@dataclass(frozen=True, slots=True)
class ShareTap:
    """Whether the outcome of a step is shown to the leader: SHARE or UNSHARE."""

    verb: str
    commitment_id: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a person's own list; pages count from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of the record, of the notes, or of the ride-alongs with one other person; pages count from 0."""

    other_id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskedTap:
    """A coaching question that a leader asked one salesperson."""

    salesperson_id: str
    question: str


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page of the organisation's own content, or of a leader's for their team; pages count from 0."""

    scope: ContentScope
    page: int = 0


@dataclass(frozen=True, slots=True)
class ContentTap:
    """An entry of own content, and the page of the list that leads back."""

    entry_id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class QuarterSubject:
    """A fiscal quarter by its two ends, both included."""

    first: date
    last: date
