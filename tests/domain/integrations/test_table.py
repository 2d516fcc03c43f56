"""The numbers as a table that a spreadsheet can open."""

import csv
import io

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.integrations.numbers import AdminNumbers
from bot.domain.prompts.what_works import PromptTally
from tests.storage.cases import NOW

TALLY = PromptTally(5, done=5, reflected=0, later=0, not_for_me=0)


def rows(numbers: AdminNumbers) -> list[list[str]]:
    return list(csv.reader(io.StringIO(numbers.as_csv(), newline="")))[1:]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_no_prompt_of_somebodys_own_is_a_formula(sign: str) -> None:
    title = f'{sign}HYPERLINK("https://evil.example","x")'
    assert {row[1] for row in rows(AdminNumbers((), (), {title: TALLY}, {}))} == {f"'{title}"}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        pytest.param({"led": 3, "both": 2}, [["both", "2"], ["led", "3"]], id="answers differ"),
        pytest.param({"led": 4, "both": 1}, [["", "0"]], id="all but one are alike"),
    ],
)
def test_a_week_of_answers_that_are_alike_has_a_line_without_any(counts: dict[str, int], told: list[list[str]]) -> None:
    week = Aggregate(AggregateKind.WEEK, "2026-11-23", NOW, 5, counts)
    numbers = AdminNumbers((week,), (), {}, {})
    assert rows(numbers) == [["week", "2026-11-23", "5", *line] for line in told]
    answers = {answer: int(count) for answer, count in told if answer}
    assert numbers.as_json()["weeks"] == [{"which": "2026-11-23", "people": 5, "answers": answers}]


@pytest.mark.parametrize(
    ("tally", "told"),
    [
        pytest.param(
            PromptTally(5, done=3, reflected=0, later=2, not_for_me=2),
            [["done", "3"], ["reflected", "0"], ["not_for_me", "2"], ["later", "2"]],
            id="answers differ",
        ),
        pytest.param(
            PromptTally(5, done=3, reflected=0, later=5, not_for_me=2),
            [["done", "3"], ["reflected", "0"], ["not_for_me", "2"]],
            id="all had it brought back",
        ),
        pytest.param(PromptTally(5, done=1, reflected=0, later=1, not_for_me=4), [["", "0"]], id="all but one alike"),
    ],
)
def test_so_has_a_prompt(tally: PromptTally, told: list[list[str]]) -> None:
    numbers = AdminNumbers((), (), {"Ask.": tally}, {})
    assert rows(numbers) == [["prompt", "Ask.", "5", *line] for line in told]
    assert numbers.as_json()["prompts"][0]["answers"] == {answer: int(count) for answer, count in told if answer}


def test_all_numbers_stand_in_the_table_and_in_the_json() -> None:
    week = Aggregate(AggregateKind.WEEK, "2026-11-23", NOW, 6, {"led": 3, "both": 3})
    quarter = Aggregate(AggregateKind.QUARTER, "2026-07-01", NOW, 8, {"managed": 2, "led": 6})
    numbers = AdminNumbers((week,), (quarter,), {"Ask.": TALLY}, {"missed": 2, "failed": 1})
    assert numbers.as_csv().splitlines() == [
        "kind,which,people,answer,count",
        "week,2026-11-23,6,both,3",
        "week,2026-11-23,6,led,3",
        "quarter,2026-07-01,8,led,6",
        "quarter,2026-07-01,8,managed,2",
        "prompt,Ask.,5,,0",
        "deliveries of seven days,,0,failed,1",
        "deliveries of seven days,,0,missed,2",
    ]
    assert numbers.as_json() == {
        "weeks": [{"which": "2026-11-23", "people": 6, "answers": {"led": 3, "both": 3}}],
        "quarters": [{"which": "2026-07-01", "people": 8, "answers": {"managed": 2, "led": 6}}],
        "prompts": [{"which": "Ask.", "people": 5, "answers": {}}],
        "deliveries": {"missed": 2, "failed": 1},
    }
