"""An organisation's own prompts and check-in questions: what they are, what they may contain, and when they apply.

The limits are those of our own prompts (`content.checks`), so that all cards look the same.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import get_args

from bot.domain.content_mode import ContentMode
from bot.errors import Problem
from content.checks import LONGEST_ACTION, LONGEST_LABEL, LONGEST_WHY, OCCASIONS, OCCASIONS_FOR, THEMES
from content.models import Audience, Occasion, Origin, Prompt

MOST = 300  # of an organisation's that are not retired
MOST_OF_LEADER = 20  # of one leader's
KEPT_FOR_ONE = 5  # entries kept in a list, retired ones included, per entry that may be in use
MOST_QUESTIONS = 3  # per check-in
MOST_MINUTES = 10
FEWEST_CHOICES, MOST_CHOICES = 2, 6
ANSWERED = "answered"  # how a free-text answer is counted
PAGE = 8  # entries on one page of the list

# Characters that are invisible, or change the text around them: control characters and direction overrides.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
CHANGED = "custom.problems.changed"  # what a form began with is no longer there
ASKED: tuple[Audience, ...] = ("leader", "head")  # who has a check-in


class ContentKind(StrEnum):
    """What an entry is."""

    PROMPT = "prompt"
    QUESTION = "question"


class ContentScope(StrEnum):
    """Whose list somebody is editing: the organisation's, or their own team's."""

    ORGANISATION = "organisation"
    TEAM = "team"


class EntryStatus(StrEnum):
    """The state of an entry on a given day."""

    IN_USE = "in_use"
    SCHEDULED = "scheduled"
    ENDED = "ended"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CustomWords:
    """What somebody wrote. A prompt has `text` as its action, and a `why` if they gave one; a check-in question has
    `choices`, or none if it is answered in free text.

    It applies from the local date `first` to `last`, both included; if they are the same, on that date only.
    """

    kind: ContentKind
    text: str
    why: str = ""
    audience: Audience = "leader"
    theme: str = THEMES[0]
    _: KW_ONLY
    minutes: int = 5
    occasion: Occasion | None = None
    first: date | None = None
    last: date | None = None
    choices: tuple[str, ...] = ()

    @property
    def is_for_one_day(self) -> bool:
        """Whether it was written for one given day."""
        return self.first is not None and self.first == self.last

    @property
    def version(self) -> str:
        """The same for the same words alone, by which a form knows whether they changed since it was opened."""
        return blake2b(repr(self).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class CustomEntry:
    """A prompt or question of an organisation's own. Its id is never reused, even after `retired_at` (aware UTC).

    `team_of` is the leader whose team it is for, "" if it is the organisation's; `author_id` is who wrote it.
    """

    id: str
    author_id: str
    team_of: str
    words: CustomWords
    made_at: datetime
    retired_at: datetime | None = None

    @property
    def scope(self) -> ContentScope:
        """Whose list it is in."""
        return ContentScope.TEAM if self.team_of else ContentScope.ORGANISATION

    @property
    def prompt(self) -> Prompt:
        """The entry as a prompt, which says whose it is."""
        words = self.words
        return Prompt(
            self.id, words.theme, words.audience, words.text, words.why,
            minutes=words.minutes, occasion=words.occasion, origin=Origin(self.team_of),
        )  # fmt: skip

    def status(self, on: date) -> EntryStatus:
        """Its state on the local date `on`."""
        if self.retired_at is not None:
            return EntryStatus.RETIRED
        if self.words.first is not None and on < self.words.first:
            return EntryStatus.SCHEDULED
        is_over = self.words.last is not None and on > self.words.last
        return EntryStatus.ENDED if is_over else EntryStatus.IN_USE


@dataclass(frozen=True, slots=True)
class CustomEntryFacts:
    """One entry as its writer sees it on their local date `on`; for a question, how many `people` gave which answer,
    once that may be shown.
    """

    entry: CustomEntry
    on: date
    people: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CustomPage:
    """One page of a list, for those who may change it; pages count from 0.

    `in_use` of `most` entries are not retired. `counts` says how many prompts each audience has in use today, which
    decides how the mode applies. `leads`: whether the reader may write for a team; `administers`: for the organisation.
    """

    scope: ContentScope
    entries: tuple[CustomEntry, ...]
    page: int
    pages: int
    in_use: int
    _: KW_ONLY
    most: int
    on: date
    mode: ContentMode
    counts: dict[Audience, int]
    leads: bool = False
    administers: bool = False


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """One person's answer to a question of the check-in of Monday `week`: a `choice` of its list, or `text`, which is
    for its author only.
    """

    user_id: str
    question_id: str
    week: date
    at: datetime
    choice: str = ""
    _: KW_ONLY
    text: str = ""


def clean(words: CustomWords) -> CustomWords:
    """What was written, trimmed and without invisible characters."""
    choices = tuple(choice for choice in map(seen, words.choices) if choice)
    return replace(words, text=seen(words.text), why=seen(words.why), choices=choices)


def seen(text: str) -> str:
    """A text without invisible characters or direction overrides."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def faults(words: CustomWords) -> list[Problem]:
    """Everything wrong with a cleaned entry, each problem at its field; empty if it can be kept."""
    problems = [*_lengths(words), *_dates(words)]
    if words.kind is ContentKind.QUESTION:
        return [*problems, *_question(words)]
    if words.theme not in THEMES:
        problems.append(Problem("custom.problems.theme", "theme", given=words.theme[:50]))
    if words.audience not in get_args(Audience):
        problems.append(Problem("custom.problems.audience", "audience", given=words.audience[:50]))
    if not 1 <= words.minutes <= MOST_MINUTES:
        problems.append(Problem("custom.problems.minutes", "minutes", most=MOST_MINUTES))
    if words.occasion is not None and words.occasion not in OCCASIONS:
        problems.append(Problem("custom.problems.occasion", "occasion", given=words.occasion[:50]))
    elif words.occasion is not None and words.occasion not in OCCASIONS_FOR.get(words.audience, frozenset(OCCASIONS)):
        problems.append(Problem("custom.problems.not_theirs", "occasion", given=words.occasion))
    return problems


def _lengths(words: CustomWords) -> list[Problem]:
    problems = []
    for name, text, most in (("text", words.text, LONGEST_ACTION), ("why", words.why, LONGEST_WHY)):
        if len(text) > most:
            problems.append(Problem("custom.problems.long", name, count=len(text), most=most))
    if not words.text:
        problems.append(Problem("custom.problems.empty", "text"))
    return problems


def _dates(words: CustomWords) -> list[Problem]:
    if words.first is not None and words.last is not None and words.last < words.first:
        return [Problem("custom.problems.dates", "last")]
    return []


def _question(words: CustomWords) -> list[Problem]:
    problems = []
    if words.audience not in ASKED:
        problems.append(Problem("custom.problems.asked", "audience", given=words.audience[:50]))
    if words.choices and not FEWEST_CHOICES <= len(set(words.choices)) == len(words.choices) <= MOST_CHOICES:
        problems.append(Problem("custom.problems.choices", "choices", fewest=FEWEST_CHOICES, most=MOST_CHOICES))
    if any(len(choice) > LONGEST_LABEL for choice in words.choices):
        problems.append(Problem("custom.problems.long_choice", "choices", most=LONGEST_LABEL))
    return problems


def questions_for(
    entries: Collection[CustomEntry], audience: Audience, on: date, answered: Collection[str] = ()
) -> list[CustomEntry]:
    """The questions that a check-in on the local date `on` asks, oldest first; those already `answered` in it stay,
    whatever their state now.
    """
    questions = sorted((entry for entry in entries if entry.words.kind is ContentKind.QUESTION), key=_age)
    asked = [
        entry for entry in questions if entry.words.audience == audience and entry.status(on) is EntryStatus.IN_USE
    ][:MOST_QUESTIONS]
    return [entry for entry in questions if entry in asked or entry.id in answered]


def _age(entry: CustomEntry) -> tuple[datetime, str]:
    return entry.made_at, entry.id
