"""Sentences choose plurals and write facts as the reader's language does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import chain

import pytest
from icu4py.messageformat import MessageFormat

from content.formats import FULL_DAY, Alternatives, WrittenDay, WrittenMoment, WrittenWeekdays, text
from content.library import DEFAULT_PATH, load_library
from content.lint.rules import of_words
from content.lint.tone import load_tone
from content.messages import facts_of, fill

PLURAL = "In {count, plural, one {the one week} other {all # weeks}}, {count}."
Facts = dict[str, int | float | str | Decimal | date | datetime]
TUESDAY = date(2026, 11, 24)


def _days(days: Iterable[int]) -> WrittenWeekdays:
    return WrittenWeekdays(frozenset(days))


@pytest.mark.parametrize(
    ("count", "said"), [(0, "In all 0 weeks, 0."), (1, "In the one week, 1."), (2, "In all 2 weeks, 2.")]
)
def test_a_number_chooses_its_wording(count: int, said: str) -> None:
    assert fill(PLURAL, "en-GB", {"count": count}) == said


def test_a_language_may_have_more_plurals_than_two() -> None:
    weeks = "{n, plural, one {# tydzień} few {# tygodnie} many {# tygodni} other {# tygodnia}}"
    assert [fill(weeks, "pl", {"n": n}) for n in (1, 3, 5)] == ["1 tydzień", "3 tygodnie", "5 tygodni"]


@pytest.mark.parametrize(
    ("fact", "british", "american", "german"),
    [
        pytest.param(1234, "1,234", "1,234", "1.234", id="number"),
        pytest.param(TUESDAY, "Tue 24 Nov", "Tue, Nov 24", "Di., 24. Nov.", id="day"),
        pytest.param(
            WrittenDay(TUESDAY, FULL_DAY), "Tuesday, 24 November 2026", "Tuesday, November 24, 2026",
            "Dienstag, 24. November 2026", id="full-day",
        ),
        pytest.param(time(16, 5), "16:05", "4:05 PM", "16:05", id="time"),
        pytest.param(
            WrittenMoment(datetime(2026, 11, 24, 8, 30, tzinfo=UTC), "Europe/Berlin"),
            "Tue 24 Nov, 08:30 (Europe/Berlin)",
            "Tue, Nov 24, 8:30 AM (Europe/Berlin)", "Di., 24. Nov., 08:30 (Europe/Berlin)", id="moment",
        ),
        pytest.param(("A", "B", "C"), "A, B and C", "A, B, and C", "A, B und C", id="list"),
        pytest.param(Alternatives(("A", "B")), "A or B", "A or B", "A oder B", id="choices"),
        pytest.param(_days(range(5)), "Mon–Fri", "Mon–Fri", "Mo–Fr", id="run-of-days"),
        pytest.param(_days({1, 3}), "Tue, Thu", "Tue, Thu", "Di, Do", id="days"),
        pytest.param(_days({0, 1, 2, 4}), "Mon–Wed, Fri", "Mon–Wed, Fri", "Mo–Mi, Fr", id="mixed-days"),
    ],
)  # fmt: skip
def test_the_language_writes_the_facts(fact: object, british: str, american: str, german: str) -> None:
    written = [fill("{fact}", locale, {"fact": fact}) for locale in ("en-GB", "en-US", "de-DE")]
    assert written == [british, american, german]


def test_no_days_are_no_text() -> None:
    assert text(_days([]), "en-GB") == ""


def test_a_fact_that_is_missing_is_an_error_that_a_test_finds() -> None:
    with pytest.raises(KeyError, match="who"):
        fill("{count, plural, one {{who} did} other {{who} did # times}}", "en", {"count": 1})


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("Nothing here.", set()),
        ("{one} and {two}", {"one", "two"}),
        ("{n, plural, =0 {none} one {message} other {# of {all}}}", {"n", "all"}),
        ("{her, select, f {she} other {{name}}}", {"her", "name"}),
    ],
)
def test_the_facts_of_a_sentence_are_known(sentence: str, facts: set[str]) -> None:
    assert facts_of(sentence) == facts


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("{count:# line|# lines}", "old syntax for a plural"),
        ("{count, plural, other {#}", "lacks a }"),
        ("count}", "one } too many"),
        ("{count, number}", "needs plural or select"),
        ("It's {count}.", "write ’"),
        ("{not a name}", "{not a name} is not a valid fact name"),
        ("{n, plural, one {#}}", "lacks the case “other”"),
    ],
)
def test_what_is_no_sentence_is_refused(sentence: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        facts_of(sentence)


@pytest.mark.parametrize("locale", ["en-GB", "en-US", "de-DE", "pl", "ja", "ar"])
def test_icu_itself_reads_every_sentence_as_we_do(locale: str) -> None:
    library = load_library()
    for sentence in (*library.words.values(), *chain.from_iterable(library.wordings.values())):
        names = facts_of(sentence)
        for count in (0, 1, 2, 5, 1234):
            facts: Facts = dict.fromkeys(names, count)
            assert fill(sentence, locale, facts) == MessageFormat(sentence, locale).format(facts)


@pytest.mark.parametrize("who", ["f", "m", "x"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 12])
def test_icu_itself_chooses_as_we_do(who: str, count: int) -> None:
    sentence = "{who, select, f {{count, plural, =0 {none} one {her #} other {her # {who}}}} other {their {count} #}}"
    facts: Facts = {"who": who, "count": count}
    assert fill(sentence, "en-GB", facts) == MessageFormat(sentence, "en-GB").format(facts)


def test_a_date_that_ends_with_a_full_stop_ends_its_sentence_too() -> None:
    sentence = "Bis {day}. {n, plural, one {Am {day}.} other {Ab {day}}}."
    sunday = {"day": WrittenDay(date(2026, 11, 8)), "n": 1}
    assert fill(sentence, "de", sunday) == "Bis So., 8. Nov. Am So., 8. Nov."
    assert fill(sentence, "en-GB", sunday) == "Bis Sun 8 Nov. Am Sun 8 Nov."


def test_what_a_fact_says_is_no_pattern() -> None:
    library = replace(load_library(), words={"said": "You said {what}."})
    assert library.say("said", what="{count, plural} '") == "You said {count, plural} '."


@pytest.mark.parametrize(
    ("key", "text", "rules"),
    [
        ("page.text", "It has {count} answers.", ["plurals"]),
        ("page.more", "And {count} more people wait.", ["plurals"]),
        ("page.more", "And {count} more answers wait.", ["plurals"]),
        ("page.many", "It has {count} answers.", []),
        ("page.text", "It has {count, plural, one {# answer} other {# answers}}.", []),
        ("page.text", "Week {count} of eight.", []),
    ],
)
def test_a_plural_that_is_wrong_for_one_is_found(key: str, text: str, rules: list[str]) -> None:
    tone = load_tone(DEFAULT_PATH, "en")
    assert tone is not None
    assert [rule for rule, _ in of_words(tone, key, text)] == rules
