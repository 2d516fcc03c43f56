"""`load_library` refuses content that breaks one of its rules, and names the file and the entry."""

from pathlib import Path

import pytest

from content.checks import FEWEST_PROMPTS
from content.library import ContentError, load_library

CALLS = "en/prompts/leaders/joint_calls.toml"
RETIRED = "en/retired.toml"
THEMES = "en/themes.toml"
SELFCHECK = "en/selfcheck.toml"
FORMER = "en/former_selfcheck.toml"
CHECKIN = "en/checkin.toml"
TEAM = "en/prompts/channels/example.toml"
COMMON = "en/words/common.toml"
PROMPTS = "en/words/prompts.toml"
ATTRIBUTION = "en/words/attribution.toml"
CALL_1 = "joint-calls-l-01"
ACTION_1 = 'action = "Before the joint call'


@pytest.fixture
def copy(copy_of_content: Path) -> Path:
    """A copy of the shipped content, to break."""
    return copy_of_content


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(root: Path) -> tuple[str, ...]:
    with pytest.raises(ContentError) as caught:
        load_library(root)
    return caught.value.problems


def test_nested_words_get_dotted_keys_that_begin_with_their_file(copy: Path) -> None:
    (copy / "en/words/home.toml").write_text('[streaks]\ndaily = "{count} days"\n[streaks.best]\never = "Best"\n')
    words = load_library(copy).words
    assert words["home.streaks.daily"] == "{count} days"
    assert words["home.streaks.best.ever"] == "Best"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (CALLS, CALL_1, "joint-calls-l-02", "joint-calls-l-02: is used more than once"),
        (
            CALLS,
            CALL_1,
            "calls-1",
            "calls-1: the id must be joint-calls-l- followed by a number of at least two digits",
        ),
        (CALLS, CALL_1, "people-before-market-l-01", "people-before-market-l-01: is used more than once"),
        (CALLS, "before_ridealong", "easter", f"{CALL_1}: easter is not a known occasion"),
        (
            TEAM,
            "minutes = ",
            'occasion = "new_member"\nminutes = ',
            "example-c-01: new_member is not an occasion of a team",
        ),
        (CALLS, "minutes = 5", 'minutes = 5\nlevel = "expert"', f"{CALL_1}: expert is not a known level"),
        (CALLS, "minutes = 5", 'minutes = 5\naudience = "leader"', f"{CALL_1}: audience is not a known field"),
        (CALLS, "minutes = 5", "minutes = 11", f"{CALL_1}: minutes is 11; it must be from 1 to 10"),
        (CALLS, "minutes = 5", "minutes = 0", f"{CALL_1}: minutes is 0; it must be from 1 to 10"),
        (CALLS, "minutes = 5", "minutes = true", f"{CALL_1}: minutes must be a whole number"),
        (CALLS, "minutes = 5", "", f"{CALL_1}: minutes is missing"),
        (CALLS, "minutes = 5", "minuets = 5\nminutes = 5", f"{CALL_1}: minuets is not a known field"),
        (CALLS, ACTION_1, f"# {ACTION_1}", f"{CALL_1}: action is missing"),
        (CALLS, "Deciding now", "So it is. Deciding now", f"{CALL_1}: why must be one sentence"),
        (CALLS, "in front of the customer.", "in front of the customer", f"{CALL_1}: why must be one sentence"),
        (CALLS, "stay out of?”", "stay out of!”", f"{CALL_1}: action has an exclamation mark"),
        (CALLS, "Deciding now", "Deciding on your Journey", f"{CALL_1}: why says “Journey”"),
        (CALLS, "Deciding now", "Deciding crushed it", f"{CALL_1}: why says “crushed”"),
        (CALLS, "Deciding now", "Game-changer now", f"{CALL_1}: why says “Game-changer”"),
        (CALLS, "Deciding now", "Rockstar now", f"{CALL_1}: why says “Rockstar”"),
        (CALLS, ACTION_1, 'action = 5 # "', f"{CALL_1}: action must be text"),
        (RETIRED, "right-things-l-12", CALL_1, f"{CALL_1}: is used more than once"),
        (RETIRED, '"right_things"', '"wrong_things"', "right-things-l-12: wrong_things is not a known theme"),
        (RETIRED, 'audience = "leader"', 'audience = "boss"', "right-things-l-12: boss is not a known audience"),
        (THEMES, 'title = "Joint calls"', 'title = ""', "joint_calls: title is empty"),
        (THEMES, 'title = "Joint calls"', "titel = 1", "joint_calls: titel is not a known field"),
        (THEMES, "[themes.joint_calls]", "[themes.calls]", "calls: is not a known theme"),
        (THEMES, "[themes.joint_calls]", "[themes.calls]", "missing themes: joint_calls"),
        (THEMES, "[themes.people_before_market]", "[themes]", "title: must be a table of fields"),
        (CALLS, "[[prompt]]", "[[promt]]", "promt is not a known field"),
        (CALLS, "minutes = 5", "minutes =", "is not valid TOML"),
        (SELFCHECK, 'id = "lead-07"', 'id = "lead-06"', "lead-06: is used more than once"),
        (SELFCHECK, 'scale = "lead"', 'scale = "follow"', "lead-06: follow is not a known scale"),
        (SELFCHECK, 'scale = "lead"', 'scale = "manage"', "lead: has 4 items, but needs 5"),
        (
            SELFCHECK,
            'key = "most"',
            'key = "half"',
            "share: the keys must be none, some, most, all, not_up, in this order",
        ),
        (SELFCHECK, 'key = "yes"', 'key = "aye"', "seen: the keys must be no, yes, not_up, in this order"),
        (FORMER, 'id = "lead-02"', 'id = "lead-06"', "lead-06: is used more than once"),
        (FORMER, "reverse = true", 'reverse = "yes"', "lead-04: reverse must be true or false"),
        (
            SELFCHECK,
            'feedback = "My manager talked with',
            'tween = "My manager talked with',
            "lead-06: feedback is missing",
        ),
        (
            FORMER,
            'key = "once"',
            'key = "rarely"',
            "frequency: the keys must be never, once, sometimes, often, always, in this order",
        ),
        (CHECKIN, "[pulled]", "[pull]", "pulled: the question is missing"),
        (CHECKIN, 'key = "kept"', 'key = "done"', "outcome: missing choices: kept"),
        (CHECKIN, 'key = "kept"', 'key = "dropped"', "outcome dropped: is used more than once"),
        (CHECKIN, "choices = [", "choices = 3\nothers = [", "answer: choices must be a list of tables"),
        (CHECKIN, "[answer]", "answer = 3\n[answers]", "answer: must be a table of fields"),
        (CHECKIN, "{ key = ", '"both", { key = ', "answer choices 1: must be a table of fields"),
        (COMMON, 'save = "Save"', "save = 1", "common.save: must be text or a table of texts"),
        (COMMON, 'save = "Save"', 'save = " "', "common.save: is empty"),
        (
            COMMON,
            'save = "Save"',
            'Save = "Save"',
            "common.Save: a key can contain only lower-case letters, digits, _ and -",
        ),
        (PROMPTS, "back: {when}", "back: {0}", "prompts.later.said: {0} is not a valid fact name"),
        (PROMPTS, "back: {when}", "back: {}", "prompts.later.said: {} is not a valid fact name"),
        (PROMPTS, "back: {when}", "back: {when.year}", "prompts.later.said: {when.year} is not a valid fact name"),
        (
            PROMPTS,
            "back: {when}",
            "back: {when",
            "prompts.later.said: {when.} is not a valid fact name",
        ),
        (
            PROMPTS,
            "back: {when}",
            "back: {when:# day|# days}",
            "prompts.later.said: {when:# day|# days} is the old syntax",
        ),
    ],
)
def test_a_broken_copy_is_refused_by_file_and_entry(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    edit(copy, file, old, new)
    problems = faults(copy)
    assert any(line.startswith(f"{file}: {fault}") for line in problems), problems


@pytest.mark.parametrize(
    ("file", "old", "longest", "fault"),
    [
        (CALLS, "Before the joint call", 300, f"{CALL_1}: action has"),
        (CALLS, "Deciding now", 150, f"{CALL_1}: why has"),
        (THEMES, "Joint calls", 75, "joint_calls: title has"),
        (CHECKIN, "Mostly led", 75, "answer led: label has"),
        (CHECKIN, "One tap is", 150, "answer: hint has"),
        (CHECKIN, "Did you lead", 2000, "answer: text has"),
        (SELFCHECK, "With none", 75, "share none: label has"),
        (PROMPTS, "I will bring it back: ", 3000, "prompts.later.said: has"),
    ],
)
def test_a_text_that_slack_or_a_reader_finds_too_long_is_refused(
    copy: Path, file: str, old: str, longest: int, fault: str
) -> None:
    edit(copy, file, old, "x" * longest + old)
    (line,) = faults(copy)
    assert line.startswith(f"{file}: {fault}")
    assert line.endswith(f"at most {longest} are allowed")


@pytest.mark.parametrize("file", [CALLS, THEMES, SELFCHECK, CHECKIN, "en/ridealong.toml"])
def test_a_missing_file_is_one_problem(copy: Path, file: str) -> None:
    (copy / file).unlink()
    assert faults(copy) == (f"{file}: the file is missing",)


def test_a_file_of_no_theme_and_one_without_a_prompt_are_refused(copy: Path) -> None:
    (copy / "en/prompts/leaders/closing.toml").write_text("")
    (copy / "en/prompts/channels/example.toml").write_text("")
    assert faults(copy)[:2] == (
        "en/prompts/leaders/closing.toml: closing is not a known theme",
        "en/prompts/channels/example.toml: has no prompt",
    )


def test_a_folder_without_enough_prompts_is_refused(copy: Path) -> None:
    for file in (copy / "en/prompts/channels").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        first = text.index("[[prompt]]")
        second = text.find("[[prompt]]", first + 1)
        file.write_text(text if second < 0 else text[:second], encoding="utf-8")
    (copy / "en/prompts/channels/example.toml").write_text("")
    fewest = FEWEST_PROMPTS["team"]
    assert f"en/prompts/channels: has 8 prompts, but needs at least {fewest}" in faults(copy)


def test_all_problems_are_told_at_once(copy: Path) -> None:
    edit(copy, CALLS, "minutes = 5", "minutes = 50")
    edit(copy, ATTRIBUTION, "© 2012.", "© 2012!")
    with pytest.raises(ContentError) as caught:
        load_library(copy)
    assert str(caught.value).splitlines() == [
        "2 problems in the content:",
        f"{CALLS}: {CALL_1}: minutes is 50; it must be from 1 to 10",
        f"{ATTRIBUTION}: attribution.line: has an exclamation mark",
    ]


def test_an_unknown_locale_is_refused_by_its_missing_folder() -> None:
    with pytest.raises(ContentError, match=r"tlh: the folder is missing"):
        load_library(locale="tlh")
