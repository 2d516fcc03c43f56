"""Which prompt comes where an organisation has its own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.content_mode import ContentMode
from bot.domain.prompts.custom_choice import (
    FEWEST_ALONE,
    ChoiceFacts,
    CustomPool,
    choose_among,
    choose_custom_first,
    counts_of,
    pool_for,
)
from bot.domain.prompts.custom_content import CustomEntry
from bot.domain.prompts.selection import PromptHistory, Reason, Training
from content.library import load_library
from tests.domain.prompts.custom_entries import PROMPT, QUESTION, TODAY, entry

OURS = [prompt for prompt in load_library().prompts.values() if prompt.audience == "leader"]
ENOUGH = [entry(entry_id=f"o{number:02}") for number in range(FEWEST_ALONE)]
EVERY_MODE = pytest.mark.parametrize("mode", list(ContentMode))


def choosing(*entries: CustomEntry, mode: ContentMode, on: date = TODAY, **history: object) -> ChoiceFacts:
    had = PromptHistory(**history)  # type: ignore[arg-type]  # its own fields
    return ChoiceFacts(had, Training(), on, "U1", custom=CustomPool(entries, mode))


def ids_of_a_year(*entries: CustomEntry, mode: ContentMode, days: int = 250) -> list[str]:
    """What somebody who answers everything gets."""
    sent: dict[str, date] = {}
    ids = []
    for day in range(days):
        on = TODAY + timedelta(days=day)
        prompt = choose_among(OURS, choosing(*entries, mode=mode, on=on, sent=dict(sent), answered=dict(sent))).prompt
        sent[prompt.id] = on
        ids.append(prompt.id)
    return ids


def test_one_pool_repeats_nothing_while_something_is_new() -> None:
    ids = ids_of_a_year(*ENOUGH, mode=ContentMode.MIXED, days=200)
    assert len(set(ids)) == len(ids)
    assert 3 < len({*ids} & {own.id for own in ENOUGH}) <= FEWEST_ALONE


def test_preferred_ones_come_first_and_ours_after_them() -> None:
    ids = ids_of_a_year(*ENOUGH, mode=ContentMode.PREFERRED, days=60)
    assert {*ids[:FEWEST_ALONE]} == {own.id for own in ENOUGH}
    assert not {*ids[FEWEST_ALONE:]} & {own.id for own in ENOUGH}


def test_enough_of_them_come_alone() -> None:
    ids = ids_of_a_year(*ENOUGH, mode=ContentMode.EXCLUSIVE, days=60)
    assert {*ids} == {own.id for own in ENOUGH}


def test_too_few_alone_leave_nobody_without_a_prompt_and_repeat_none() -> None:
    ids = ids_of_a_year(*ENOUGH[1:], mode=ContentMode.EXCLUSIVE, days=60)
    assert len(set(ids)) == 60


def test_those_who_declined_too_many_get_ours_as_well() -> None:
    facts = choosing(*ENOUGH, mode=ContentMode.EXCLUSIVE, declined={own.id for own in ENOUGH})
    assert choose_among(OURS, facts).prompt in OURS


@EVERY_MODE
def test_what_was_written_for_a_day_goes_before_everything_on_that_day_alone(mode: ContentMode) -> None:
    given = entry(replace(PROMPT, first=TODAY, last=TODAY), "given")
    choice = choose_custom_first(choosing(given, *ENOUGH, mode=mode))
    assert choice is not None
    assert (choice.prompt.id, choice.reason) == ("given", Reason.GIVEN_DAY)
    assert choose_custom_first(choosing(given, mode=mode, declined={"given"})) is None
    assert choose_custom_first(choosing(given, mode=mode, sent={"given": TODAY})) is None
    assert choose_among(OURS, choosing(given, mode=mode, sent={"given": TODAY})).prompt.id != "given"


@EVERY_MODE
def test_a_managers_comes_while_it_is_new_and_at_most_every_third_day(mode: ContentMode) -> None:
    two = [entry(entry_id=key, team_of="U7") for key in ("m1", "m2")]
    first = choose_among(OURS, choosing(*two, mode=mode))
    assert first.reason is Reason.FROM_MANAGER
    sent = {first.prompt.id: TODAY}
    other = ({"m1", "m2"} - {first.prompt.id}).pop()
    for days, comes in ((1, False), (2, False), (3, True)):
        on = TODAY + timedelta(days=days)
        choice = choose_among(OURS, choosing(*two, mode=mode, on=on, sent=sent, answered=sent))
        assert (choice.reason is Reason.FROM_MANAGER) is comes
        assert not comes or choice.prompt.id == other


def test_a_pool_has_what_is_for_them_and_holds_today() -> None:
    entries = [
        entry(entry_id="ours"),
        entry(replace(PROMPT, audience="team"), "channels"),
        entry(replace(PROMPT, first=TODAY + timedelta(days=1)), "tomorrow"),
        entry(entry_id="manager", team_of="U7"),
        entry(entry_id="stranger", team_of="U8"),
        entry(QUESTION, "question"),
    ]
    pool = pool_for(entries, "leader", TODAY, {"U7"}, ContentMode.MIXED)
    assert [own.id for own in pool.entries] == ["ours", "manager"]
    assert counts_of(entries, TODAY) == {"leader": 1, "salesperson": 0, "team": 1, "head": 0}
