"""The shapes of our words: frozen, so that a library can be shared by everything that runs."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from content.formats import CLOCK, WORLD, text
from content.messages import fill

Audience = Literal["leader", "salesperson", "team", "head"]
Place = Literal["person", "channel"]
Level = Literal["starter", "deeper"]
Occasion = Literal[
    "monday",
    "friday",
    "before_ridealong",  # one is planned within the next working day
    "after_ridealong",  # one ended on the last working day
    "after_takeover",  # the last reflection noted a take-over that nobody asked for
    "quarter_end",  # a pressure week of the fiscal calendar
    "quarter_start",
    "new_member",  # somebody joined the team in the last 14 days
    "before_vacation",  # a pause begins within three days
    "after_vacation",  # the first two days after a pause or holiday of 3 days and more
    "lost_deal",
    "won_deal",
]
Scale = Literal["lead", "manage", "rescue"]
SCALES: tuple[Scale, ...] = ("lead", "manage", "rescue")


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of prompts, such as "Joint calls"; `key` names its files, `about` is one sentence."""

    key: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose prompt it is, if not ours: a leader's for their team; the organisation's where `leader_id` is ""."""

    leader_id: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One piece of daily content: an action of at most ten minutes. `id` never changes.

    With an `occasion` it is chosen only on a day on which that holds; without one it can be done on any day. "deeper"
    ones are for people who have practised for a while. `origin` is None for ours.
    """

    id: str
    theme: str
    audience: Audience
    action: str
    why: str
    _: KW_ONLY
    minutes: int
    occasion: Occasion | None = None
    level: Level = "starter"
    origin: Origin | None = None

    @property
    def place(self) -> Place:
        """Where it is read: a prompt for a whole team goes to its channel."""
        return "channel" if self.audience == "team" else "person"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of the self-check: a behaviour of a leader towards each of their salespeople, within one week.

    `feedback` is the salesperson's wording of the same behaviour. `suggestion` is the next step offered where this item
    is the weakest.
    """

    id: str
    scale: Scale
    text: str
    feedback: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class FormerItem:
    """A statement that nobody is asked any more, answered by how often it happened in seven days; `reverse` inverts
    the answer before it counts on `scale`.
    """

    id: str
    scale: Scale
    text: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: `key` is stored and never changes, `label` is read (at most 75 characters). `short` is
    for a button in a row of several; "" where the label serves.
    """

    key: str
    label: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class SelfCheckContent:
    """What the self-check's file holds: a leader's answers, a salesperson's, and the items."""

    shares: tuple[Choice, ...]
    seen: tuple[Choice, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a modal; `choices` is empty where the answer is free text, a number or a person."""

    key: str
    text: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()

    def label(self, key: str) -> str:
        """The label of the choice `key`. Raises KeyError where there is none."""
        return {choice.key: choice.label for choice in self.choices}[key]


@dataclass(frozen=True, slots=True)
class ProgrammeWeek:
    """One week of a programme: `focus` in a sentence, an if-then step to take up, and the prompts of the week."""

    focus: str
    cue: str
    step: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Four to six weeks on one habit, for leaders; `key` names its file and never changes."""

    key: str
    title: str
    about: str
    weeks: tuple[ProgrammeWeek, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All content of one locale, checked when it was loaded.

    `questions` maps "checkin.answer", "ridealong.skill" and the like to their question; `words` maps dotted keys to
    the sentences of the surfaces, with `{name}` where a fact goes. `shares` are a leader's answers to an item, `seen` a
    salesperson's; `former_items` had `frequencies` for answers. `retired` are prompts that are no longer sent.
    `writes` is the locale by which numbers, days, times and lists are written, such as "de-AT".
    `borrowed` names what this language lacks and takes from English: keys of words and wordings, ids of prompts.
    """

    locale: str
    themes: Mapping[str, Theme]
    prompts: Mapping[str, Prompt]
    items: Mapping[str, Item]
    shares: tuple[Choice, ...]
    _: KW_ONLY
    seen: tuple[Choice, ...]
    questions: Mapping[str, Question]
    words: Mapping[str, str]
    former_items: Mapping[str, FormerItem] = field(default_factory=dict)
    frequencies: tuple[Choice, ...] = ()
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retired: Mapping[str, Prompt] = field(default_factory=dict)
    borrowed: frozenset[str] = frozenset()
    writes: str = WORLD

    def prompt(self, prompt_id: str) -> Prompt | None:
        """The prompt of that id, including programmes' and retired prompts; None where there never was one."""
        for prompts in (self.prompts, self.retired):
            if prompt_id in prompts:
                return prompts[prompt_id]
        ours = (prompt for programme in self.programmes.values() for week in programme.weeks for prompt in week.prompts)
        return next((prompt for prompt in ours if prompt.id == prompt_id), None)

    def translated(self, prompt: Prompt) -> Prompt:
        """A prompt in this language; unchanged where it is not one of ours."""
        return self.prompt(prompt.id) or prompt

    def item(self, item: Item) -> Item:
        """An item of the self-check in this language."""
        return self.items.get(item.id, item)

    def programme(self, programme: Programme) -> Programme:
        """A programme in this language."""
        return self.programmes.get(programme.key, programme)

    def wording(self, key: str, turn: int, **facts: object) -> str:
        """A recurring sentence in the version whose `turn` it is, with its facts filled in; versions go round.

        Raises KeyError as `say` does.
        """
        versions = self.wordings[key]
        return fill(versions[turn % len(versions)], self._written(key), facts)

    def say(self, key: str, **facts: object) -> str:
        """The sentence `key` with its facts filled in, as plain text: nothing is escaped.

        A number may choose its wording: `{count, plural, one {one answer} other {# answers}}`. Days, times and lists
        are facts as they are (`date`, `time`, `tuple`, and what `content.formats` has): the language writes them.
        Raises KeyError where the key or one of its facts is missing, so that a test finds it before a person does.
        """
        return fill(self.words[key], self._written(key), facts)

    def text(self, fact: object) -> str:
        """A day, a time, a number or a list as this language writes it outside a sentence."""
        return text(fact, self._written(""))

    @property
    def speech(self) -> str:
        """The locale in which countries, cities and months are named, such as "de-AT"."""
        return self.writes.partition(CLOCK)[0]

    def _written(self, key: str) -> str:
        """Which language's rules an entry is written by: its own, or English where it is borrowed from there."""
        return f"{WORLD}{''.join(self.writes.partition(CLOCK)[1:])}" if key in self.borrowed else self.writes
