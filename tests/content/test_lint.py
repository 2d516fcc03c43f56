"""The linter for tone: each rule finds what it is meant to, by file and line, and nothing in a good prompt."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.typer_app import cli
from content.library import DEFAULT_PATH, load_library
from content.lint.lines import lines_of_keys
from content.lint.near_duplicates import near_duplicates
from content.lint.report import SAME_ACTION, lint, locales, report
from content.lint.rules import anywhere, of_prompt
from content.lint.tone import Tone, load_tone
from content.models import Prompt

GOOD = Prompt(
    "challenge-l-99",
    "challenge",
    "leader",
    "Ask one salesperson which call of this week they would like to rehearse. Offer them ten minutes today.",
    "You learn what they find hard before a customer does.",
    minutes=6,
)


@pytest.fixture(scope="module")
def tone() -> Tone:
    found = load_tone(DEFAULT_PATH, "en")
    assert found is not None
    return found


def rules(tone: Tone, prompt: Prompt) -> set[str]:
    return {rule for rule, _ in of_prompt(tone, prompt)}


def test_a_good_prompt_has_no_fault(tone: Tone) -> None:
    assert list(of_prompt(tone, GOOD)) == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        pytest.param("length", {"action": "Ask them " + "so " * 30 + "."}, id="a sentence too long"),
        pytest.param("length", {"action": "Ask them this today. " * 12}, id="an action too long"),
        pytest.param("length", {"why": "You will see."}, id="a why too short"),
        pytest.param("length", {"why": "You will " + "so " * 25 + "."}, id="a why too long"),
        pytest.param(
            "reading ease",
            {"action": "Ask for organisational communication.", "why": "Your accountability improves considerably."},
            id="hard words",
        ),
        pytest.param("banned", {"action": "Ask them to leverage one call today."}, id="a worn-out word"),
        pytest.param("idioms", {"action": "Touch base with them, and ask about one call."}, id="an idiom"),
        pytest.param("shapes", {"action": "Agree on a signal. Until it falls, listen."}, id="no English"),
        pytest.param("character", {"why": "You see who is lazy before a customer does."}, id="a word on character"),
        pytest.param("second person", {"why": "They remember more of a call than we do."}, id="we"),
        pytest.param("second person", {"why": "A leader should ask them before a call."}, id="what a leader should do"),
        pytest.param("imperative", {"action": "It would be good for them to rehearse today."}, id="no imperative"),
        pytest.param("imperative", {"action": "Ask them. Write it. Read it aloud."}, id="three acts"),
        pytest.param("hollow", {"why": "A plan that somebody made is kept."}, id="a saying"),
        pytest.param("hollow", {"why": "Practice before the call takes the edge off."}, id="about nobody"),
        pytest.param("claim", {"why": "Your team closes 20% more once you ask."}, id="a number"),
        pytest.param("claim", {"why": "Research shows that people like to be asked."}, id="research"),
        pytest.param("minutes", {"action": "Phone a customer, and ask one thing.", "minutes": 2}, id="too few minutes"),
        pytest.param("minutes", {"action": "Thank somebody for their help.", "minutes": 9}, id="too many minutes"),
        pytest.param("calendar", {"action": "At the next forecast call, ask them one thing."}, id="no such call today"),
        pytest.param("audience", {"audience": "salesperson", "why": "Your leader can help you then."}, id="leader"),
        pytest.param("audience", {"audience": "team", "why": "Your manager can help you then."}, id="in a channel"),
        pytest.param("marks", {"action": "Ask them: “What else? Offer ten minutes."}, id="an open mark"),
        pytest.param("marks", {"action": "Ask  them what else."}, id="two spaces"),
    ],
)  # fmt: skip
def test_each_rule_finds_its_fault(tone: Tone, rule: str, changes: dict[str, Any]) -> None:
    assert rule in rules(tone, replace(GOOD, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"action": "Ask one salesperson: “What should I stop doing for us?”"}, id="others may say I"),
        pytest.param({"action": "At the next forecast call, ask one thing.", "occasion": "monday"}, id="occasion"),
        pytest.param({"audience": "team", "action": "Write what we could stop doing."}, id="a team says we"),
        pytest.param({"action": "Before you write to the team, ask one of them."}, id="a lead-in before the verb"),
        pytest.param({"action": "Do you have an offer out? Ask them about it, and write it down."}, id="a question"),
        pytest.param({"why": "A customer hears whether you have practised it."}, id="a customer is no saying"),
    ],
)  # fmt: skip
def test_what_is_right_passes(tone: Tone, changes: dict[str, Any]) -> None:
    assert rules(tone, replace(GOOD, **changes)) == set()


def test_a_programme_may_speak_of_its_own_calls(tone: Tone) -> None:
    prompt = replace(GOOD, action="At the next forecast call, ask them one thing.")
    assert list(of_prompt(tone, prompt, of_programme=True)) == []


@pytest.mark.parametrize("text", ["The customer's plan.", 'Say "no" once.', "Say “no once.", "Two  spaces."])
def test_marks_that_no_printer_would_set_are_found(tone: Tone, text: str) -> None:
    assert [rule for rule, _ in anywhere(tone, text)] == ["marks"]


def test_a_part_of_a_word_is_not_found(tone: Tone) -> None:
    assert list(anywhere(tone, "A padlock, and the customer’s.")) == []
    assert [rule for rule, _ in anywhere(tone, "Unlocks it.")] == ["banned"]


def test_the_same_act_in_other_words_is_a_twin_and_another_act_is_none() -> None:
    texts = {prompt.id: prompt.action for prompt in load_library().prompts.values()} | {
        "one": "Ask a salesperson which of this month’s demos they would like to rehearse.",
        "same": "Ask one salesperson which of the demos they want to rehearse this month.",
        "other": "Cancel a report of this month that a salesperson could do without.",
        "none": "",
    }
    found = {(one, other) for one, other, _ in near_duplicates(texts, SAME_ACTION)}
    assert ("one", "same") in found
    assert not {("one", "other"), ("same", "other"), ("one", "none")} & found
    assert next(near_duplicates({"one": texts["one"], "again": texts["one"]}, 0.9))[2] == pytest.approx(1)


def test_lines_are_counted_from_one_with_the_tables_of_a_key() -> None:
    assert lines_of_keys(["a = 1", "", "[b]", "c = 2", "[d.e]", "f = 3"]) == {
        "a": 1,
        "b": 3,
        "b.c": 4,
        "d.e": 5,
        "d.e.f": 6,
    }


@pytest.fixture
def copy(copy_of_content: Path) -> Path:
    """A copy of the shipped content, to break."""
    return copy_of_content


def test_faults_are_told_by_file_and_line(copy: Path) -> None:
    prompts, words = copy / "en/prompts/leaders/challenge.toml", copy / "en/words/home.toml"
    entry = 'id = "challenge-l-97"\nminutes = 3\naction = "Ask one salesperson to leverage {} today."\nwhy = "{}"\n'
    length = len(prompts.read_text(encoding="utf-8").splitlines())
    twin = entry.replace("97", "98").format("one quiet hour", "They tell you which hour was best.")
    prompts.write_text(
        f"{prompts.read_text('utf-8')}[[prompt]]\n{entry.format('a quiet hour', 'You hear what they make of it.')}"
        f"[[prompt]]\n{twin}",
        encoding="utf-8",
    )
    words.write_text(f'{words.read_text("utf-8")}\n[added]\nlate = "It is a win-win."\n', encoding="utf-8")
    file, last = "en/prompts/leaders/challenge.toml", len(words.read_text(encoding="utf-8").splitlines())
    added = [one for one in lint(copy) if one.entry in {"challenge-l-97", "challenge-l-98", "home.added.late"}]
    assert [(one.file, one.line, one.entry, one.rule) for one in added] == [
        (file, length + 2, "challenge-l-97", "banned"),
        (file, length + 7, "challenge-l-98", "banned"),
        (file, length + 7, "challenge-l-98", "near-duplicate"),
        ("en/words/home.toml", last, "home.added.late", "banned"),
    ]


def test_whatever_people_are_asked_is_looked_at(copy: Path) -> None:
    places = {
        "themes.toml": ('about = "', "themes.people_before_market"),
        "selfcheck.toml": ('suggestion = "', "lead-06"),
        "checkin.toml": ('hint = "', "answer"),
        "programmes/ask_first.toml": ('focus = "', "title"),
        "wordings.toml": ('    "', "checkin.opening.1"),
    }
    for file, (old, _) in places.items():
        path = copy / "en" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, f"{old}A win-win: ", 1), encoding="utf-8")
    found = {(one.file, one.entry) for one in lint(copy) if one.rule == "banned"}
    assert found == {(f"en/{file}", entry) for file, (_, entry) in places.items()}


def test_a_locale_without_rules_of_tone_is_a_fault(copy: Path) -> None:
    (copy / "en/tone.toml").unlink()
    assert [str(one) for one in lint(copy)] == ["en/tone.toml:0: : the file is missing, so nothing was checked (tone)"]


def test_content_that_does_not_load_is_reported_as_problems(copy: Path) -> None:
    (copy / "en/checkin.toml").unlink()
    assert report(copy) == {
        "prompts": {"leader": 0, "salesperson": 0, "channel": 0, "head": 0},
        "locales": ["en"],
        "problems": ["en/checkin.toml: the file is missing"],
    }


def test_every_folder_of_words_is_a_locale() -> None:
    assert "en" in locales()


def test_the_shipped_content_has_no_fault_of_tone_and_a_year_for_everybody() -> None:
    found = report()
    assert found["problems"] == []
    assert all(
        found["prompts"][audience] >= least
        for audience, least in {"leader": 260, "salesperson": 130, "channel": 60, "head": 24}.items()
    )


@pytest.mark.parametrize("problems", [[], ["en/checkin.toml: the file is missing"]], ids=["right", "wrong"])
def test_the_command_prints_what_the_report_says(monkeypatch: pytest.MonkeyPatch, problems: list[str]) -> None:
    said = {"prompts": {"leader": 260}, "locales": ["en"], "problems": problems}
    monkeypatch.setattr("content.lint.report.report", lambda: said)
    result = CliRunner().invoke(cli, ["content", "--strict", "--json"])
    assert json.loads(result.stdout) == said
    assert result.exit_code == (1 if problems else 0)
