"""Where Slack's own pages are: at slack.com, or for GovSlack at slack-gov.com (https://docs.slack.dev/govslack)."""

from urllib.parse import urlsplit


def site_of(api_url: str) -> str:
    """The host of Slack's pages beside a Web API, such as slack.com for https://slack.com/api/."""
    host = urlsplit(api_url).hostname or ""
    return "slack-gov.com" if host.endswith("slack-gov.com") else "slack.com"


def apps_page(api_url: str) -> str:
    """The page on which apps are made and managed, such as api.slack.com/apps."""
    return f"api.{site_of(api_url)}/apps"
