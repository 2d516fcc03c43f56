"""Countries as people type them."""

from datetime import date

import pytest

from bot.errors import Problem
from bot.parsing.countries import read_country
from bot.services.planning.working_days import holidays_of


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", None),
        ("  ", None),
        ("de", "DE"),
        ("DE-by", "DE-BY"),
        ("us ny", "US-NY"),
        ("USA", "US"),
        ("Germany", "DE"),
        ("new zealand", "NZ"),
    ],
)
def test_a_code_or_a_name_is_understood(typed: str, code: str | None) -> None:
    assert read_country(typed) == code
    assert code is None or date(2026, 1, 1) in holidays_of(code)


@pytest.mark.parametrize(
    ("typed", "key", "part"),
    [
        ("ZZ", "country", "ZZ"),
        ("Germny", "country_near", "DE (Germany)"),
        ("US-XX", "part", "NY"),
        ("DE-Augsburg", "part", "BY"),
        ("VA-1", "no_parts", "VA"),
    ],
)
def test_what_is_none_is_answered_with_what_could_be_meant(typed: str, key: str, part: str) -> None:
    with pytest.raises(Problem) as found:
        read_country(typed)
    assert (found.value.key, found.value.field) == (f"settings.problems.{key}", "country")
    assert part in str(found.value.facts)
