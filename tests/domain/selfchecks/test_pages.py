"""Pages of statements: their even sizes, and when they turn."""

import pytest

from bot.domain.selfchecks.pages import MOST_ON_A_PAGE, after_tap, first_open, pages_of

PAGES = [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("number", "sizes"), [(15, [5, 5, 5]), (8, [4, 4]), (5, [5]), (6, [3, 3]), (1, [1]), (0, [])], ids=str
)
def test_pages_are_few_and_even(number: int, sizes: list[int]) -> None:
    pages = pages_of(str(statement) for statement in range(number))
    assert [len(ids) for ids in pages] == sizes
    assert [statement for ids in pages for statement in ids] == [str(statement) for statement in range(number)]
    assert all(len(ids) <= MOST_ON_A_PAGE for ids in pages)


@pytest.mark.parametrize(("answered", "number"), [("", 0), ("a", 0), ("ab", 1), ("abc", 1), ("bcd", 0), ("abcd", 1)])
def test_a_form_goes_on_at_the_first_open_statement(answered: str, number: int) -> None:
    assert first_open(PAGES, answered) == number


@pytest.mark.parametrize(
    ("number", "before", "now", "shown"),
    [
        pytest.param(0, "", "a", 0, id="one is open"),
        pytest.param(0, "a", "ab", 1, id="the last one turns it"),
        pytest.param(0, "ab", "ab", 0, id="a changed answer does not"),
        pytest.param(1, "abc", "abcd", 1, id="the last page stays"),
    ],
)
def test_a_page_turns_with_the_tap_that_fills_it(number: int, before: str, now: str, shown: int) -> None:
    assert after_tap(PAGES, number, before, now) == shown
