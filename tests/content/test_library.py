"""The content that we ship is complete, worded on its own, and says nothing twice."""

import re
from collections import Counter

import pytest

from content.checks import FOLDERS, FREQUENCIES, THEMES
from content.library import load_library
from content.lint.near_duplicates import near_duplicates
from content.models import SCALES, Library, Scale
from content.question_keys import QUESTIONS

LIBRARY = load_library()
ALIKE = 0.6


def what_people_are_asked(library: Library) -> dict[str, str]:
    """Every text of prompts, items and questions, by its place."""
    texts: dict[str, str] = {}
    for theme in library.themes.values():
        texts |= {f"{theme.key} title": theme.title, f"{theme.key} about": theme.about}
    for prompt in library.prompts.values():
        texts |= {f"{prompt.id} action": prompt.action, f"{prompt.id} why": prompt.why}
    for item in library.items.values():
        texts |= {f"{item.id} {field}": getattr(item, field) for field in ("text", "feedback", "suggestion")}
    for question in library.questions.values():
        texts |= {question.key: question.text, f"{question.key} hint": question.hint}
        texts |= {f"{question.key} {choice.key}": choice.label for choice in question.choices}
    return texts


def test_the_shipped_content_loads_with_every_theme_in_order() -> None:
    assert LIBRARY.locale == "en"
    assert tuple(LIBRARY.themes) == THEMES


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_prompts_for_everyone(theme: str) -> None:
    audiences = {prompt.audience for prompt in LIBRARY.prompts.values() if prompt.theme == theme}
    assert audiences == set(FOLDERS.values())


def test_a_prompt_for_a_whole_team_stands_in_a_channel() -> None:
    assert {prompt.place for prompt in LIBRARY.prompts.values() if prompt.audience == "team"} == {"channel"}
    assert {prompt.place for prompt in LIBRARY.prompts.values() if prompt.audience != "team"} == {"person"}


@pytest.mark.parametrize("scale", SCALES)
def test_every_scale_has_five_items(scale: Scale) -> None:
    assert [item.scale for item in LIBRARY.items.values()].count(scale) == 5


def test_a_former_item_is_never_asked_again_under_its_id() -> None:
    assert len(LIBRARY.former_items) == 15
    assert not set(LIBRARY.former_items) & set(LIBRARY.items)


def test_an_answer_counts_by_its_place_and_the_last_leaves_the_item_out() -> None:
    assert tuple(share.key for share in LIBRARY.shares) == ("none", "some", "most", "all", "not_up")
    assert tuple(choice.key for choice in LIBRARY.seen) == ("no", "yes", "not_up")


def test_a_frequency_scores_by_its_place() -> None:
    assert tuple(frequency.key for frequency in LIBRARY.frequencies) == FREQUENCIES
    assert LIBRARY.frequencies[4].label == "Every time"


@pytest.mark.parametrize(("key", "choices"), QUESTIONS.items())
def test_every_question_that_the_code_asks_is_there_with_its_choices(key: str, choices: tuple[str, ...]) -> None:
    question = LIBRARY.questions[key]
    assert tuple(choice.key for choice in question.choices) == choices
    assert len(question.text) < 120


def test_a_stored_choice_can_be_read_back_as_its_label() -> None:
    assert LIBRARY.questions["checkin.pulled"].label("an_escalation") == "A customer’s escalation"
    with pytest.raises(KeyError):
        LIBRARY.questions["checkin.pulled"].label("the_weather")


@pytest.mark.parametrize("field", ["action", "why"])
def test_no_two_prompts_say_nearly_the_same(field: str) -> None:
    texts = {prompt.id: getattr(prompt, field) for prompt in LIBRARY.prompts.values()}
    assert list(near_duplicates(texts, ALIKE)) == []


def test_no_sentence_of_the_prompts_comes_twice() -> None:
    sentences = Counter(
        sentence.lower()
        for prompt in LIBRARY.prompts.values()
        for text in (prompt.action, prompt.why)
        for sentence in re.split(r"(?<=[.?”]) ", text)
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_what_is_sent_no_more_can_still_be_read() -> None:
    """Somebody once answered it, and may look at that answer."""
    assert LIBRARY.retired
    for prompt in LIBRARY.retired.values():
        assert LIBRARY.prompt(prompt.id) == prompt
        assert prompt.theme in LIBRARY.themes
        assert prompt.id not in LIBRARY.prompts


def test_nothing_is_shouted() -> None:
    texts = {**LIBRARY.words, **what_people_are_asked(LIBRARY)}
    assert [place for place, text in texts.items() if "!" in text] == []


def test_nothing_that_people_are_asked_is_padded_or_badly_set() -> None:
    for place, text in what_people_are_asked(LIBRARY).items():
        assert text == " ".join(text.split()), place
        assert "take a moment" not in text.lower(), place
        assert '"' not in text, place  # TOML's quotation marks; ours are “ and ”


def test_words_take_their_facts_and_miss_none_silently() -> None:
    assert LIBRARY.say("prompts.later.said", when="Tue 24 Nov, 08:30") == "I will bring it back: Tue 24 Nov, 08:30."
    with pytest.raises(KeyError):
        LIBRARY.say("prompts.later.said")


def test_the_reprint_line_is_the_one_the_article_asks_for() -> None:
    assert "Mark Hunter, “The Sales Hunter”, © 2012" in LIBRARY.words["attribution.line"]
