"""Which prompt to send today if an organisation has its own: one of theirs or one of ours, by its mode.

A prompt written for this very day goes first. Next comes what somebody's own manager wrote for their team, while it is
new to them, but at most every third day. Everything else follows the mode and the rules of `selection`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, timedelta

from bot.domain.content_mode import ContentMode
from bot.domain.prompts.custom_content import ContentKind, CustomEntry, EntryStatus
from bot.domain.prompts.selection import YEAR, PromptChoice, PromptHistory, Reason, Training, choose_prompt
from content.models import Audience, Occasion, Prompt

FEWEST_ALONE = 20  # own prompts for any day that an audience needs before it gets only those: four weeks' worth
MANAGER_RESTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class CustomPool:
    """The own entries that may be sent to one recipient on one day, and how they mix with ours."""

    entries: Sequence[CustomEntry] = ()
    mode: ContentMode = ContentMode.MIXED


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """What a choice depends on besides the prompts; see `selection.choose_prompt`."""

    history: PromptHistory
    training: Training
    on: date
    salt: str
    occasions: Sequence[Occasion] = ()
    _: KW_ONLY
    custom: CustomPool = field(default_factory=CustomPool)


def pool_for(
    entries: Collection[CustomEntry], audience: Audience, on: date, leaders: Collection[str], mode: ContentMode
) -> CustomPool:
    """The prompts that apply to one recipient on the local date `on`: the organisation's for their audience, and those
    of the `leaders` whose team they agreed to be on.
    """
    theirs = [
        entry
        for entry in entries
        if entry.words.kind is ContentKind.PROMPT
        and entry.status(on) is EntryStatus.IN_USE
        and (entry.team_of in leaders if entry.team_of else entry.words.audience == audience)
    ]
    return CustomPool(theirs, mode)


def choose_custom_first(facts: ChoiceFacts) -> PromptChoice | None:
    """The prompt written for this very day, which goes before everything else, even a programme; None on most days."""
    return _pick(
        [entry.prompt for entry in facts.custom.entries if entry.words.is_for_one_day], facts, Reason.GIVEN_DAY
    )


def choose_among(ours: Sequence[Prompt], facts: ChoiceFacts) -> PromptChoice:
    """The prompt of the day, from ours and those in the pool. Raises ValueError if there is none at all."""
    whole = [entry for entry in facts.custom.entries if not entry.words.is_for_one_day]
    from_manager = [entry.prompt for entry in whole if entry.team_of]
    own = [entry.prompt for entry in whole]
    if not _rests(from_manager, facts) and (picked := _pick(from_manager, facts, Reason.FROM_MANAGER)):
        return picked
    if facts.custom.mode is ContentMode.MIXED or not own:
        return _choose([*ours, *own], facts)
    organisation = [entry.prompt for entry in whole if not entry.team_of]
    if facts.custom.mode is ContentMode.EXCLUSIVE and is_enough(organisation, facts.history.declined):
        return _choose(own, facts)
    return _pick(own, facts, Reason.FROM_ORGANISATION) or _choose([*ours, *own], facts)


def is_enough(own: Collection[Prompt], declined: Collection[str] = ()) -> bool:
    """Whether an audience has enough of its organisation's own prompts. If not, ours fill in, so that nobody goes
    without a prompt or gets the same few over and over.
    """
    return sum(prompt.occasion is None and prompt.id not in declined for prompt in own) >= FEWEST_ALONE


def counts_of(entries: Collection[CustomEntry], on: date) -> dict[Audience, int]:
    """How many of the organisation's prompts for any day each audience has in use on the local date `on`."""
    counts: dict[Audience, int] = {"leader": 0, "salesperson": 0, "team": 0, "head": 0}
    for entry in entries:
        if entry.words.kind is ContentKind.PROMPT and not entry.team_of and entry.status(on) is EntryStatus.IN_USE:
            counts[entry.words.audience] += entry.words.occasion is None and not entry.words.is_for_one_day
    return counts


def _pick(prompts: Sequence[Prompt], facts: ChoiceFacts, reason: Reason) -> PromptChoice | None:
    """One of these that somebody has not had within a year, has not declined, and that fits the day; else None."""
    history: Mapping[str, date] = facts.history.sent
    new = [
        prompt
        for prompt in prompts
        if history.get(prompt.id, date.min) <= facts.on - YEAR
        and prompt.id not in facts.history.declined
        and prompt.id not in facts.history.met
        and (prompt.occasion is None or prompt.occasion in facts.occasions)
    ]
    return replace(_choose(new, facts), reason=reason) if new else None


def _rests(prompts: Collection[Prompt], facts: ChoiceFacts) -> bool:
    sent = [facts.history.sent[prompt.id] for prompt in prompts if prompt.id in facts.history.sent]
    return bool(sent) and facts.on - max(sent) < MANAGER_RESTS


def _choose(prompts: Sequence[Prompt], facts: ChoiceFacts) -> PromptChoice:
    return choose_prompt(prompts, facts.history, facts.training, facts.on, salt=facts.salt, occasions=facts.occasions)
