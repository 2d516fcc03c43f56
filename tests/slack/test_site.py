"""GovSlack has addresses of its own, everywhere: https://docs.slack.dev/govslack"""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.setup.link import create_link
from bot.slack.files import _is_slacks
from bot.slack.oauth import OAuthClient
from bot.slack.site import apps_page, site_of

ROOT = Path(__file__).parents[2]
# Where a Slack address appears because it is distinguished from GovSlack's there.
MAY_NAME = {
    "bot/slack/files.py",
    "bot/slack/clients.py",
    "bot/web/install.py",
    "bot/slack/site.py",
    "bot/settings.py",
    "bot/slack/oauth.py",
    "bot/setup/pasted.py",
}


@pytest.mark.parametrize(
    ("api_url", "site"),
    [
        ("https://slack.com/api/", "slack.com"),
        ("https://www.slack.com/api/", "slack.com"),
        ("https://slack-gov.com/api/", "slack-gov.com"),
        ("https://www.slack-gov.com/api/", "slack-gov.com"),
        ("http://127.0.0.1:4000/api/", "slack.com"),
    ],
)
def test_pages_are_where_the_web_api_is(api_url: str, site: str) -> None:
    assert site_of(api_url) == site
    assert apps_page(api_url) == f"api.{site}/apps"
    link = urlsplit(create_link({"display_information": {"name": "x"}}, api_url))
    assert (link.hostname, parse_qs(link.query)["new_app"]) == (f"api.{site}", ["1"])


def test_people_are_sent_to_the_slack_that_is_asked() -> None:
    client = OAuthClient("1.2", "secret", "https://slack-gov.com/api/")
    assert client.authorize_url(["chat:write"], "s", "https://x.example").startswith(
        "https://slack-gov.com/oauth/v2/authorize?"
    )
    assert client.site == "slack-gov.com"


@pytest.mark.parametrize(
    ("url", "api_url", "is_slacks"),
    [
        ("https://files.slack.com/f.md", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/f.md", "https://slack-gov.com/api/", True),
        ("https://files.slack.com/f.md", "https://slack-gov.com/api/", False),
        ("https://files.slack-gov.com/f.md", "https://slack.com/api/", False),
        ("https://files.notslack.com/f.md", "https://slack.com/api/", False),
        ("http://files.slack.com/f.md", "https://slack.com/api/", False),
    ],
)
def test_our_token_goes_to_the_slack_that_gave_it_alone(url: str, api_url: str, is_slacks: bool) -> None:
    assert _is_slacks(url, api_url) is is_slacks


def test_no_other_code_and_no_word_names_an_address_of_slacks() -> None:
    files = [
        *(ROOT / "bot").rglob("*.py"),
        *(ROOT / "handlers").rglob("*.py"),
        *(ROOT / "content/en/words").glob("*.toml"),
    ]
    named = {
        str(file.relative_to(ROOT))
        for file in files
        if "localslack" not in file.parts
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"(?<!docs\.)(?<!status\.)\bslack\.com", line)
    }
    assert named - MAY_NAME == set()
