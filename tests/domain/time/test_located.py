"""Where somebody lives decides which English they read, and which date format."""

import pytest

from bot.domain.time.weeks import located


@pytest.mark.parametrize(
    ("locale", "zone", "is_chosen", "reads"),
    [
        pytest.param("en-US", "Europe/Berlin", False, "en-GB", id="Slack’s default in Berlin"),
        pytest.param("en-US", "America/Chicago", False, "en-US", id="Slack’s default in Chicago"),
        pytest.param("en-US", "Europe/Berlin", True, "en-US", id="chosen in Berlin"),
        pytest.param("", "Europe/London", False, "en-GB", id="unknown"),
        pytest.param("en", "Europe/Berlin", False, "en-GB", id="English in Berlin"),
        pytest.param("en", "America/New_York", True, "en-US", id="English, chosen in New York"),
        pytest.param("de-DE", "Europe/Zurich", False, "de-DE", id="Slack says Germany"),
        pytest.param("de", "Europe/Zurich", True, "de-CH", id="German, chosen in Zurich"),
        pytest.param("de", "UTC", True, "de", id="German without a place"),
    ],
)
def test_a_locale_has_a_place(locale: str, zone: str, is_chosen: bool, reads: str) -> None:
    assert located(locale, zone, is_chosen=is_chosen) == reads


def test_nobody_chose_the_default_of_slack() -> None:
    assert located("en-US", "Europe/Berlin") == "en-GB"
