"""Answers to prompts: a practice is dated by the local day of the prompt it answers."""

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.prompts.selection import PromptChoice
from bot.domain.prompts.streaks import Streak

LONGEST_NOTE = 3000  # characters; Slack's own limit for an input


class PromptReply(StrEnum):
    """What a tap on a prompt means. Those in `PRACTISED` are practice; the others are choices about the prompt."""

    DONE = "done"
    REFLECTED = "reflected"
    NOT_FOR_ME = "not_for_me"


PRACTISED = frozenset({PromptReply.DONE, PromptReply.REFLECTED})


@dataclass(frozen=True, slots=True)
class Practice:
    """One person's answer to one prompt; `text` is for its author only."""

    user_id: str
    delivery_id: str
    prompt_id: str
    on: date
    reply: PromptReply
    _: KW_ONLY
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class DeliveredPrompt:
    """A prompt that went out, one person's answer to it, and the later messages that brought it back, newest first."""

    delivery: Delivery
    practice: Practice | None = None
    again: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """Somebody's answers to one prompt: the local date of the last, and whether they ever said "not for me"."""

    on: date
    declined: bool


@dataclass(frozen=True, slots=True)
class DuePrompt:
    """The prompt of a slot and its state. `choice` is None if the library no longer has it.

    `ignored` counts the unanswered prompts in a row before it; `answered` says whether this one has been answered.
    """

    choice: PromptChoice | None
    ignored: int = 0
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """One delivered prompt as one person sees it: their own answer and streak, and in a channel how many did it.

    `did_it` is what the channel may know: 0 below three people, and it never grows by a single person. `channel_locale`
    is the language of the channel's nudge, `sent` the newest message to this person that contains it.
    """

    delivery_id: str
    choice: PromptChoice
    in_channel: bool
    practice: Practice | None
    did_it: int
    _: KW_ONLY
    streak: Streak
    channel_locale: str = ""
    sent: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class TodaysPrompt:
    """Today's prompt of a person; while there is none, whether it is on its way, and when the next one comes (aware
    UTC), None if none is planned.
    """

    person: Person
    prompt: PromptFacts | None = None
    is_coming: bool = False
    next_at: datetime | None = None
