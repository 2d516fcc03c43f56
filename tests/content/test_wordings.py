"""Recurring sentences take turns."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.rotation import week_index
from content.library import ContentError, load_library
from content.wordings import FEWEST
from tests.code import modules

LIBRARY = load_library()
QUARTER = 13  # weeks
EVENTS = 12  # one person's ride-alongs in a quarter


@pytest.mark.parametrize("key", FEWEST)
def test_nothing_that_comes_weekly_is_read_twice_in_a_quarter(key: str) -> None:
    facts = {"other": "Tom"} if key.startswith(("ridealong.brief", "ridealong.reflection")) else {}
    most = EVENTS if key.startswith("ridealong") else QUARTER
    assert len(LIBRARY.wordings[key]) >= most
    for start in range(60):
        week = date(2026, 12, 7) + timedelta(weeks=start)
        read = [LIBRARY.wording(key, week_index(week + timedelta(weeks=n, days=n % 7)), **facts) for n in range(most)]
        assert len(set(read)) == most


def test_a_year_of_check_ins_opens_in_52_ways() -> None:
    weeks = (date(2027, 1, 4) + timedelta(weeks=number) for number in range(52))
    assert len({LIBRARY.wording("checkin.opening", week_index(week)) for week in weeks}) == 52


def test_a_reminder_says_each_time_that_it_is_the_only_one() -> None:
    for key in ("checkin.reminder", "ridealong.reminder"):
        for text in LIBRARY.wordings[key]:
            assert any(
                word in text
                for word in ("only reminder", "one reminder", "no second", "nothing more", "not ", "no more")
            ), text


@pytest.mark.parametrize("key", FEWEST)
def test_every_list_is_read_somewhere(key: str) -> None:
    stem, _, role = key.partition("_")
    asked = [f'"{key}"', f'f"{stem}_{{role}}"'] if role else [f'"{key}"', f"{key.partition('.')[0]}.{{"]
    assert any(text in module.text for module in modules("bot") for text in asked), key


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[digest]", "[summary]", "digest.question: is missing"),
        ("[digest]", "[summary]", "summary.question: is not used anywhere"),
        ("follow_up = [", "follow_up = 3\nothers = [", "ridealong.follow_up: must be a list of texts"),
        ("What went the way", "{0} went the way", "ridealong.reflection_salesperson.2: {0} is not a valid fact name"),
        ("Whose idea did you use this week?", "Whose idea was it!", "checkin.opening.38: has an exclamation mark"),
        (
            "Whose idea did you use this week?",
            "Which of your habits helped somebody this week?",
            "checkin.opening: repeats “Which of your habits helped somebody this week?”",
        ),
    ],
)
def test_a_broken_list_is_refused(copy_of_content: Path, old: str, new: str, fault: str) -> None:
    file = copy_of_content / "en/wordings.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_library(copy_of_content)
    assert any(line.startswith(f"en/wordings.toml: {fault}") for line in caught.value.problems), caught.value.problems


def test_too_few_wordings_are_refused(copy_of_content: Path) -> None:
    file = copy_of_content / "en/wordings.toml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "Whose idea did you use" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ContentError, match="has 51 wordings, but needs at least 52"):
        load_library(copy_of_content)
