"""A locale is laid over English, entry by entry; readers get their own words, and coverage reports what is missing."""

import shutil
from datetime import time
from pathlib import Path

import pytest

from content import pseudo
from content.coverage import FileCoverage, accept, coverage
from content.libraries import Libraries
from content.library import DEFAULT_PATH, load_library


@pytest.fixture(scope="module")
def klingon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English, and a little Klingon over it, with three faults."""
    root = tmp_path_factory.mktemp("content")
    shutil.copytree(DEFAULT_PATH / "en", root / "en")
    (root / "tlh/words").mkdir(parents=True)
    (root / "tlh/prompts/leaders").mkdir(parents=True)
    (root / "tlh/words/common.toml").write_text('save = "choq"\nno_such = "x"\nclose = "{who} SoQ"\n', "utf-8")
    (root / "tlh/words/prompts.toml").write_text('[later]\nsaid = "jIcheghmoH: {when"\n', "utf-8")
    (root / "tlh/prompts/leaders/joint_calls.toml").write_text(
        '[[prompt]]\nid = "joint-calls-l-01"\naction = "yIghel."\nwhy = "SuvwI’ nejlu’."\n', "utf-8"
    )
    (root / "tlh/wordings.toml").write_text('[digest]\nquestion = ["nuq?", "chay’?"]\n', "utf-8")
    return root


def test_what_a_locale_has_is_its_own_and_the_rest_is_english(klingon: Path) -> None:
    library = load_library(klingon, "tlh")
    assert library.say("common.save") == "choq"
    assert library.say("common.cancel") == "Cancel"
    assert library.wordings["digest.question"] == ("nuq?", "chay’?")
    prompt, english = library.prompts["joint-calls-l-01"], load_library().prompts["joint-calls-l-01"]
    assert (prompt.action, prompt.minutes, prompt.theme) == ("yIghel.", english.minutes, english.theme)
    assert "joint-calls-l-01" not in library.borrowed
    assert {"joint-calls-l-02", "common.cancel", "checkin.opening"} <= library.borrowed


@pytest.mark.parametrize("key", ["common.close", "prompts.later.said"])
def test_a_text_that_cannot_be_used_leaves_the_english_one(klingon: Path, key: str) -> None:
    library = load_library(klingon, "tlh")
    assert library.words[key] == load_library().words[key]
    assert key in library.borrowed


def test_coverage_tells_what_is_missing_unusable_and_out_of_date(klingon: Path, tmp_path: Path) -> None:
    shutil.copytree(klingon, tmp_path, dirs_exist_ok=True)

    def common() -> FileCoverage:
        return next(file for file in coverage(tmp_path)["tlh"] if file.file == "words/common")

    assert common().translated == 1
    assert "cancel" in common().missing
    assert common().unusable == [
        "no_such has no English entry", "close uses facts that the English text lacks",
    ]  # fmt: skip
    assert common().outdated == ["save"]  # nobody has noted yet which English it was made from
    assert accept(tmp_path, "tlh") == 4
    assert common().outdated == []
    english = tmp_path / "en/words/common.toml"
    english.write_text(english.read_text("utf-8").replace('save = "Save"', 'save = "Keep"'), "utf-8")
    assert common().outdated == ["save"]


@pytest.mark.parametrize(
    ("reads", "words", "clock"),
    [
        ("", "en", "16:05"), ("en-GB", "en", "16:05"), ("en-GB-u-hc-h12", "en", "4:05 pm"), ("xx-YY", "en", "16:05"),
        ("tlh", "tlh", "16:05"), ("tlh-US", "tlh", "16:05"), ("en-AU", "en", "4:05 pm"),
        ("en-XA", "en-XA", "4:05 μ.μ."),
    ],
)  # fmt: skip
def test_each_reader_gets_their_words_and_their_clock(klingon: Path, reads: str, words: str, clock: str) -> None:
    library = Libraries(klingon).of(reads)
    assert library.locale == words
    assert library.text(time(16, 5)) == clock


def test_english_is_read_once_a_process_whichever_way_it_is_asked_for() -> None:
    assert load_library() is load_library(DEFAULT_PATH) is load_library(DEFAULT_PATH, "en")


def test_the_language_that_nobody_speaks_is_longer_and_keeps_its_facts() -> None:
    english, longer = load_library(), load_library(locale=pseudo.LOCALE)
    assert not longer.borrowed
    for key, text in english.words.items():
        assert len(longer.words[key]) >= len(text)
    said = longer.say("checkins.picture_head", weeks=3, led=1, both=2, managed=3, rescued=4)
    assert "3" in said
    assert not set("aeioustn") & set(said)
    assert pseudo.accented("Type `/ridealong list`, <@U1>.") == "Ŧýýþéé `/ridealong list`, <@U1>."


@pytest.mark.parametrize("reads", ["en-GB", "en-US", "de-DE"])
def test_what_sends_somebody_to_a_setting_names_it_as_the_form_does(reads: str) -> None:
    library = Libraries().of(reads)
    named = [library.words[key] for key in ("settings.form.position", "onboarding.position.leader")]
    for key in ("permissions.leaders_only", "ridealong.form.as_salesperson"):
        assert [label for label in named if label not in library.words[key]] == []
