"""Programmes: there are six, and faults are reported with file and entry."""

from pathlib import Path

import pytest

from content.models import Library
from content.problems import ContentError, ContentProblems
from content.programmes import load_programmes
from content.texts import Texts

PROMPT = '[[week.prompt]]\nid = "calm-w{week}-{number}"\nminutes = 5\naction = "Ask one question."\nwhy = "It helps."\n'
WEEK = '[[week]]\nfocus = "Ask."\nif = "a"\nthen = "b"\n'
HEAD = 'title = "Calm"\nabout = "Four weeks."\ntheme = "challenge"\n'


def text(weeks: int = 4, prompts: int = 3) -> str:
    parts = [
        WEEK + "".join(PROMPT.format(week=week, number=number) for number in range(1, prompts + 1))
        for week in range(1, weeks + 1)
    ]
    return HEAD + "".join(parts)


def faults(folder: Path, content: str) -> str:
    """The report about one programme; "" where nothing is wrong."""
    place = folder / "en" / "programmes" / "calm.toml"
    place.parent.mkdir(parents=True)
    place.write_text(content, encoding="utf-8")
    problems = ContentProblems()
    load_programmes(Texts(folder, "en", problems), {"taken-w1-1"}, problems)
    try:
        problems.raise_any()
    except ContentError as error:
        return str(error)
    return ""


def test_six_programmes_of_four_to_six_weeks(library: Library) -> None:
    assert len(library.programmes) == 6
    for programme in library.programmes.values():
        assert 4 <= len(programme.weeks) <= 6
        assert all(3 <= len(week.prompts) <= 5 for week in programme.weeks)


def test_every_prompt_of_a_programme_is_found_by_its_id(library: Library) -> None:
    ours = [one for programme in library.programmes.values() for week in programme.weeks for one in week.prompts]
    assert [library.prompt(one.id) for one in ours] == ours
    assert library.prompt(next(iter(library.prompts))) is not None
    assert library.prompt("no-such-prompt") is None


def test_a_programme_of_ones_own_is_read(tmp_path: Path) -> None:
    assert faults(tmp_path, text()) == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(text(weeks=3), "has 3 weeks", id="too short"),
        pytest.param(text(prompts=2), "has 2 prompts", id="too few prompts"),
        pytest.param(text().replace("challenge", "golf"), "golf is not a known theme", id="an unknown theme"),
        pytest.param(text().replace("calm-w2-1", "calm-w3-9"), "the id must be calm-w2-", id="an id of another week"),
        pytest.param(text().replace("minutes = 5", "minutes = 50", 1), "minutes is 50", id="too long a prompt"),
        pytest.param(text().replace("It helps.", "It helps!", 1), "exclamation mark", id="loud"),
        pytest.param(text().replace("Ask.", "Ask. " * 40, 1), "has 200 characters", id="too long a focus"),
        pytest.param(text().replace("calm-w1-2", "calm-w1-1"), "more than once", id="an id twice"),
        pytest.param("title = ", "not valid TOML", id="no TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: str, says: str) -> None:
    assert says in faults(tmp_path, content)
