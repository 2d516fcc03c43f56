"""No aggregate gives anybody's answer away."""

import pytest

from bot.domain.visibility import FOR_ADMIN, FOR_LEADER, publishable, spans


def test_counts_are_shown_from_the_threshold_up() -> None:
    assert publishable({"led": 2, "managed": 0}, FOR_LEADER) is None
    assert publishable({"led": 2, "managed": 1}, FOR_LEADER) == {"led": 2, "managed": 1}
    assert publishable({"led": 4}, FOR_ADMIN) is None
    assert publishable({}, FOR_LEADER) is None


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([5, 0, 0], ["4–5", "0–1", "0–1"], id="all alike"),
        pytest.param([4, 0, 1], ["4–5", "0–1", "0–1"], id="all but one"),
        pytest.param([0, 2, 1], ["0–1", "2–3", "0–1"], id="two of three"),
        pytest.param([3, 2, 0], ["3", "2", "0"], id="two differ"),
        pytest.param([1, 1, 1], ["1", "1", "1"], id="three of three differ"),
    ],
)
def test_answers_that_are_alike_are_not_shown_exactly(counts: list[int], shown: list[str]) -> None:
    assert [str(span) for span in spans(dict(enumerate(counts))).values()] == shown


def test_no_number_tells_everybodys_answer() -> None:
    """Whatever is shown about an answer, another number of people could have given it, or others differ."""
    for everybody in range(FOR_LEADER, 12):
        all_alike, but_one = {"led": everybody, "managed": 0}, {"led": everybody - 1, "managed": 1}
        assert spans(all_alike) == spans(but_one)
