"""A number and its noun agree."""

from dataclasses import replace

import pytest

from content.library import DEFAULT_PATH, load_library
from content.lint.rules import of_words
from content.lint.tone import load_tone

LIBRARY = replace(load_library(), words={"weeks": "In {count:the one week|all # weeks}, {count}.", "bare": "{count:d}"})


@pytest.mark.parametrize(
    ("count", "said"), [(0, "In all 0 weeks, 0."), (1, "In the one week, 1."), (2, "In all 2 weeks, 2.")]
)
def test_a_number_chooses_its_wording(count: int, said: str) -> None:
    assert LIBRARY.say("weeks", count=count) == said


def test_any_other_format_of_a_number_stays() -> None:
    assert LIBRARY.say("bare", count=7) == "7"


def test_two_wordings_of_what_is_no_number_are_an_error_that_a_test_finds() -> None:
    with pytest.raises(ValueError, match="format"):
        LIBRARY.say("weeks", count="many")


@pytest.mark.parametrize(
    ("key", "text", "rules"),
    [
        ("page.text", "It has {count} answers.", ["plurals"]),
        ("page.more", "And {count} more people wait.", ["plurals"]),
        ("page.more", "And {count} more answers wait.", ["plurals"]),
        ("page.many", "It has {count} answers.", []),
        ("page.text", "It has {count:# answer|# answers}.", []),
        ("page.text", "Week {count} of eight.", []),
    ],
)
def test_a_plural_that_is_wrong_for_one_is_found(key: str, text: str, rules: list[str]) -> None:
    tone = load_tone(DEFAULT_PATH, "en")
    assert tone is not None
    assert [rule for rule, _ in of_words(tone, key, text)] == rules
