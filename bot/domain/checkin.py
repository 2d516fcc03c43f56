"""The weekly check-in: one answer a person and week; a week is named by its Monday."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Answer(StrEnum):
    """The one tap that is a full check-in."""

    LED = "led"
    BOTH = "both"
    MANAGED = "managed"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A leader's answer for the week that began on Monday `week`; everything past `answer` is optional.

    `developed` holds user ids, `pulled` a choice key of "checkin.pulled", `takeovers` how many nobody asked for.
    """

    user_id: str
    week: date
    answer: Answer
    at: datetime
    developed: tuple[str, ...] = ()
    pulled: str | None = None
    takeovers: int | None = None
