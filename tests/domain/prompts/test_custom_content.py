"""An organisation's own prompts and questions: what may be written, and their status on a given day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.prompts.custom_content import CustomWords, EntryStatus, clean, faults, questions_for
from content.models import Origin
from tests.domain.prompts.custom_entries import HOSTILE, MADE, PROMPT, QUESTION, TODAY, entry


@pytest.mark.parametrize(
    ("words", "field"),
    [
        pytest.param(replace(PROMPT, text=""), "text", id="empty"),
        pytest.param(replace(PROMPT, text="x" * 301), "text", id="long"),
        pytest.param(replace(PROMPT, why="x" * 151), "why", id="long-why"),
        pytest.param(replace(PROMPT, theme="football"), "theme", id="theme"),
        pytest.param(replace(PROMPT, minutes=0), "minutes", id="no-time"),
        pytest.param(replace(PROMPT, minutes=11), "minutes", id="too-much-time"),
        pytest.param(replace(PROMPT, audience="team", occasion="lost_deal"), "occasion", id="unknowable"),
        pytest.param(replace(PROMPT, first=TODAY, last=TODAY - timedelta(days=1)), "last", id="backwards"),
        pytest.param(replace(QUESTION, audience="team"), "audience", id="nobody-to-ask"),
        pytest.param(replace(QUESTION, choices=("Yes",)), "choices", id="one-choice"),
        pytest.param(replace(QUESTION, choices=("Yes", "Yes")), "choices", id="twice"),
        pytest.param(replace(QUESTION, choices=("x" * 76, "No")), "choices", id="long-choice"),
    ],
)
def test_a_fault_is_named_at_its_field(words: CustomWords, field: str) -> None:
    assert [problem.field for problem in faults(words)] == [field]


@pytest.mark.parametrize("words", [PROMPT, QUESTION, replace(PROMPT, text=HOSTILE), replace(PROMPT, text="x" * 300)])
def test_what_is_right_has_none(words: CustomWords) -> None:
    assert faults(words) == []


def test_what_nobody_sees_is_taken_out_and_what_is_seen_stays() -> None:
    written = replace(PROMPT, text=f"  {HOSTILE}\u202e\x00 \r\nمرحبا 🎉 ", choices=(" Yes ", "", "No"))
    assert clean(written).text == f"{HOSTILE} \nمرحبا 🎉"
    assert clean(written).choices == ("Yes", "No")


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        pytest.param(None, None, EntryStatus.IN_USE, id="always"),
        pytest.param(TODAY, TODAY, EntryStatus.IN_USE, id="today-alone"),
        pytest.param(TODAY + timedelta(days=1), None, EntryStatus.SCHEDULED, id="tomorrow"),
        pytest.param(None, TODAY - timedelta(days=1), EntryStatus.ENDED, id="until-yesterday"),
    ],
)
def test_it_stands_by_its_dates(first: date | None, last: date | None, status: EntryStatus) -> None:
    written = entry(replace(PROMPT, first=first, last=last))
    assert written.status(TODAY) is status
    assert replace(written, retired_at=MADE).status(TODAY) is EntryStatus.RETIRED


def test_a_prompt_says_whose_it_is() -> None:
    assert entry().prompt.origin == Origin()
    assert entry(team_of="U1").prompt.origin == Origin("U1")


def test_a_check_in_asks_three_at_most_and_keeps_what_was_answered() -> None:
    asked = [replace(entry(QUESTION, f"q{number}"), made_at=MADE + timedelta(days=number)) for number in range(5)]
    for_heads = entry(replace(QUESTION, audience="head"), "h1")
    retired = replace(asked[0], retired_at=MADE)
    entries = [*reversed(asked[1:]), for_heads, retired, entry()]
    assert [question.id for question in questions_for(entries, "leader", TODAY)] == ["q1", "q2", "q3"]
    assert [question.id for question in questions_for(entries, "leader", TODAY, {"q0"})] == ["q0", "q1", "q2", "q3"]
