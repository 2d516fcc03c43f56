"""The rules that every text we ship keeps: counts, lengths, keys and wording."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from content.messages import facts_of
from content.models import (
    SCALES,
    Audience,
    Choice,
    FormerItem,
    Level,
    Occasion,
    Prompt,
    Question,
    SelfCheckContent,
    Theme,
)
from content.problems import ContentProblems
from content.question_keys import QUESTIONS

THEMES = (
    "people_before_market",
    "joint_calls",
    "daily_development",
    "challenge",
    "under_pressure",
    "upside_and_downside",
    "right_things",
    "managing_well",
    "example",
)
# The folder of a prompt says whom it is for; the letter is part of its id.
FOLDERS: Mapping[str, Audience] = {
    "leaders": "leader",
    "salespeople": "salesperson",
    "channels": "team",
    "heads": "head",
}
LETTERS: Mapping[Audience, str] = {"leader": "l", "salesperson": "s", "team": "c", "head": "h"}
FEWEST_PROMPTS: Mapping[Audience, int] = {
    "leader": 265,
    "salesperson": 135,
    "team": 60,
    "head": 24,
}  # in all themes together
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)
# What we can know about whom: a team's channel shares only its calendar; only a leader hears who is new on a team.
OCCASIONS_FOR: Mapping[Audience, frozenset[Occasion]] = {
    "leader": frozenset(OCCASIONS),
    "salesperson": frozenset(OCCASIONS) - {"new_member"},
    "team": frozenset({"monday", "friday", "quarter_end", "quarter_start"}),
    "head": frozenset({"monday", "friday", "quarter_end", "quarter_start"}),
}
LEVELS: tuple[Level, ...] = get_args(Level)
SHARES = ("none", "some", "most", "all", "not_up")
SEEN = ("no", "yes", "not_up")
FREQUENCIES = ("never", "once", "sometimes", "often", "always")  # of the former items
ITEMS_A_SCALE = 5

LONGEST_ACTION = 300
LONGEST_WHY = 150
LONGEST_LABEL = 75  # Slack's limit for the text of an option and of a button
LONGEST_HINT = 150  # Slack's limit for a placeholder
LONGEST_QUESTION = 2000  # Slack's limit for the label of an input
LONGEST_WORDS = 3000  # Slack's limit for the text of a section
_BANNED = re.compile(r"\b(journeys?|game[- ]?changers?|rock[- ]?stars?|crush\w*)\b", re.IGNORECASE)
_SENTENCE_ENDS_INSIDE = re.compile(r"[.?…][\"”’)]?\s")
_KEY = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


class Checker:
    """The rules for one file: every method notes what is wrong and raises nothing."""

    def __init__(self, file: str, problems: ContentProblems) -> None:
        self._file = file
        self._problems = problems

    def themes(self, themes: Sequence[Theme]) -> None:
        keys = tuple(theme.key for theme in themes)
        for key in sorted({*keys} - {*THEMES}):
            self._fault(key, "is not a known theme")
        if missing := [key for key in THEMES if key not in keys]:
            self._fault("", f"missing themes: {', '.join(missing)}")
        for theme in themes:
            self._wording(theme.key, theme.title, LONGEST_LABEL, "title")
            self._wording(theme.key, theme.about, LONGEST_WHY, "about")

    def prompts(self, prompts: Sequence[Prompt]) -> None:
        if not prompts:
            self._fault("", "has no prompt")
        for prompt in prompts:
            self._prompt(prompt)

    def enough(self, folder: str, count: int) -> None:
        fewest = FEWEST_PROMPTS[FOLDERS[folder]]
        if count < fewest:
            self._fault("", f"has {count} prompts, but needs at least {fewest}")

    def retired(self, prompts: Iterable[Prompt]) -> None:
        """Retired prompts were checked while they were sent, but their theme and audience are still looked up."""
        for prompt in prompts:
            if prompt.theme not in THEMES:
                self._fault(prompt.id, f"{prompt.theme} is not a known theme")
            if prompt.audience not in LETTERS:
                self._fault(prompt.id, f"{prompt.audience} is not a known audience")

    def _prompt(self, prompt: Prompt) -> None:
        stem = f"{prompt.theme.replace('_', '-')}-{LETTERS[prompt.audience]}-"
        if not re.fullmatch(re.escape(stem) + r"\d{2,}", prompt.id):
            self._fault(prompt.id, f"the id must be {stem} followed by a number of at least two digits")
        self._wording(prompt.id, prompt.action, LONGEST_ACTION, "action")
        self._wording(prompt.id, prompt.why, LONGEST_WHY, "why")
        if _SENTENCE_ENDS_INSIDE.search(prompt.why) or not prompt.why.endswith((".", "?")):
            self._fault(prompt.id, "why must be one sentence")
        if not 1 <= prompt.minutes <= 10:
            self._fault(prompt.id, f"minutes is {prompt.minutes}; it must be from 1 to 10")
        if prompt.occasion is not None and prompt.occasion not in OCCASIONS:
            self._fault(prompt.id, f"{prompt.occasion} is not a known occasion")
        elif prompt.occasion is not None and prompt.occasion not in OCCASIONS_FOR[prompt.audience]:
            self._fault(prompt.id, f"{prompt.occasion} is not an occasion of a {prompt.audience}")
        if prompt.level not in LEVELS:
            self._fault(prompt.id, f"{prompt.level} is not a known level")

    def selfcheck(self, content: SelfCheckContent) -> None:
        for name, choices, keys in (("share", content.shares, SHARES), ("seen", content.seen, SEEN)):
            self._keys(name, choices, keys)
        for item in content.items:
            if item.scale not in SCALES:
                self._fault(item.id, f"{item.scale} is not a known scale")
            self._wording(item.id, item.text, LONGEST_QUESTION, "text")
            self._wording(item.id, item.feedback, LONGEST_QUESTION, "feedback")
            self._wording(item.id, item.suggestion, LONGEST_WORDS, "suggestion")
        for scale in SCALES:
            number = sum(item.scale == scale for item in content.items)
            if number != ITEMS_A_SCALE:
                self._fault(scale, f"has {number} items, but needs {ITEMS_A_SCALE}")

    def former_selfcheck(self, frequencies: Sequence[Choice], items: Sequence[FormerItem]) -> None:
        self._keys("frequency", frequencies, FREQUENCIES)
        for item in items:
            if item.scale not in SCALES:
                self._fault(item.id, f"{item.scale} is not a known scale")

    def _keys(self, name: str, choices: Sequence[Choice], keys: Sequence[str]) -> None:
        if tuple(choice.key for choice in choices) != keys:
            self._fault(name, f"the keys must be {', '.join(keys)}, in this order")
        self._choices(name, choices)

    def questions(self, surface: str, questions: Sequence[Question]) -> None:
        for question in questions:
            name = question.key.removeprefix(f"{surface}.")
            self._wording(name, question.text, LONGEST_QUESTION, "text")
            self._wording(name, question.hint, LONGEST_HINT, "hint")
            self._choices(name, question.choices)
        have = {question.key: {choice.key for choice in question.choices} for question in questions}
        for key, choices in QUESTIONS.items():
            if not key.startswith(f"{surface}."):
                continue
            name = key.removeprefix(f"{surface}.")
            if key not in have:
                self._fault(name, "the question is missing")
            elif missing := [choice for choice in choices if choice not in have[key]]:
                self._fault(name, f"missing choices: {', '.join(missing)}")

    def words(self, words: Iterable[tuple[str, str]]) -> None:
        for key, text in words:
            if not _KEY.fullmatch(key):
                self._fault(key, "a key can contain only lower-case letters, digits, _ and -")
            if not text.strip():
                self._fault(key, "is empty")
            self._wording(key, text, LONGEST_WORDS)
            self._placeholders(key, text)

    def _placeholders(self, key: str, text: str) -> None:
        try:
            facts_of(text)
        except ValueError as error:
            self._fault(key, str(error))

    def unique(self, ids: Iterable[str], seen: set[str]) -> None:
        """Notes every id that comes twice here, or that another file has in `seen`, and adds these to `seen`."""
        for content_id, count in Counter(ids).items():
            if count > 1 or content_id in seen:
                self._fault(content_id, "is used more than once")
            seen.add(content_id)

    def _choices(self, entry: str, choices: Sequence[Choice]) -> None:
        for choice in choices:
            self._wording(f"{entry} {choice.key}", choice.label, LONGEST_LABEL, "label")
            self._wording(f"{entry} {choice.key}", choice.short, LONGEST_LABEL, "short label")
        for key, count in Counter(choice.key for choice in choices).items():
            if count > 1:
                self._fault(f"{entry} {key}", "is used more than once")

    def _wording(self, entry: str, text: str, longest: int, field: str = "") -> None:
        start = f"{field} " if field else ""
        if len(text) > longest:
            self._fault(entry, f"{start}has {len(text)} characters; at most {longest} are allowed")
        if "!" in text:
            self._fault(entry, f"{start}has an exclamation mark")
        if banned := _BANNED.search(text):
            self._fault(entry, f"{start}says “{banned.group()}”")

    def _fault(self, entry: str, problem: str) -> None:
        self._problems.add(self._file, entry, problem)
