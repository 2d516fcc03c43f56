"""Asks Slack about the given tokens: whether they work, what they allow, and what time Slack's clock says."""

from datetime import datetime, timedelta

from bot.clock import wall_clock
from bot.doctor.finding import Finding
from bot.errors import Problem
from bot.settings import Settings
from bot.slack.oauth import OAuthClient
from bot.slack.scopes import SCOPES
from bot.slack.site import apps_page
from bot.slack.trial import Trial, ask, named_proxy

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
FIX = {
    BOT_TOKEN: "Copy it again from your app's page, OAuth & Permissions, Bot User OAuth Token.",
    APP_TOKEN: "Create one under Basic Information, App-Level Tokens, with the scope connections:write.",
}
# Without one of these, nothing can be answered or sent; without any other, only the features that need it.
NEEDED = frozenset({"commands", "chat:write", "users:read"})
SLACKS_PATIENCE = timedelta(minutes=5)  # a request signed longer ago, or in the future by more than this, is refused
A_LITTLE = timedelta(seconds=30)


async def slack_findings(settings: Settings) -> list[Finding]:
    """Every finding about the tokens in the settings, the proxy in between, and the clock compared with Slack's."""
    if settings.serves_many:
        return [*_proxy(), await _client(settings), *_signing_secret(settings)]
    assert settings.slack_bot_token is not None
    trial = await ask("auth.test", settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    over_http = not settings.uses_socket_mode
    findings = [*_proxy(), *bot_token_findings(trial), *clock_findings(trial.slack_time, wall_clock(), over_http)]
    return [*findings, *await _app_token(settings), *_signing_secret(settings)]


def bot_token_findings(trial: Trial) -> list[Finding]:
    """What `auth.test` said about a bot token, and which scopes it has."""
    if trial.trouble:
        return [Finding("SLACK_API_URL", right=False, says=trial.trouble)]
    if trial.code:
        return [Finding(BOT_TOKEN, right=False, says=f"Slack says {trial.code}. {FIX[BOT_TOKEN]}")]
    says = f"works, as {trial.facts.get('user')} in {trial.facts.get('team')}"
    return [Finding(BOT_TOKEN, right=True, says=says), *_scopes(trial.scopes)]


def _scopes(granted: frozenset[str] | None) -> list[Finding]:
    if granted is None:
        says = "could not be checked: Slack's answer does not list them. A proxy may have removed the header."
        return [Finding("scopes", right=False, says=says, stops=False)]
    fix = "Add it under OAuth & Permissions, then reinstall the app."
    return [
        Finding(f"scope {scope}", right=True, says=reason)
        if scope in granted
        else Finding(f"scope {scope}", right=False, says=f"missing. {reason} {fix}", stops=scope in NEEDED)
        for scope, reason in SCOPES.items()
    ]


def clock_findings(theirs: datetime | None, ours: datetime, over_http: bool) -> list[Finding]:
    """How far this machine's clock is from Slack's; nothing if Slack did not say.

    `over_http`: whether the time of Slack's requests is checked, so that a wrong clock refuses all of them.
    """
    if theirs is None:
        return []
    apart = abs(ours - theirs)
    if apart <= A_LITTLE:
        return [Finding("clock", right=True, says="agrees with Slack's")]
    which = "ahead of" if ours > theirs else "behind"
    says = f"{apart.total_seconds():.0f} seconds {which} Slack's. Set this machine's clock by NTP."
    return [Finding("clock", right=False, says=says, stops=over_http and apart >= SLACKS_PATIENCE)]


def _proxy() -> list[Finding]:
    proxy = named_proxy()
    return [Finding("proxy", right=True, says=f"requests to Slack go through {proxy}")] if proxy else []


async def _app_token(settings: Settings) -> list[Finding]:
    if settings.slack_app_token is None:
        return []
    trial = await ask("apps.connections.open", settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    return [app_token_finding(trial)]


def app_token_finding(trial: Trial) -> Finding:
    """What `apps.connections.open` said about an app-level token."""
    if trial.trouble:
        return Finding(APP_TOKEN, right=False, says=f"could not be checked. {trial.trouble}")
    if trial.code:
        return Finding(APP_TOKEN, right=False, says=f"Slack says {trial.code}. {FIX[APP_TOKEN]}")
    return Finding(APP_TOKEN, right=True, says="works; Socket Mode is on")


def _signing_secret(settings: Settings) -> list[Finding]:
    if settings.uses_socket_mode:
        return []
    return [Finding(SIGNING_SECRET, right=True, says="set; Slack sends requests over HTTP to /slack/events")]


async def _client(settings: Settings) -> Finding:
    """Whether Slack knows the client; asked with a code that cannot be valid."""
    assert settings.slack_client_id is not None
    assert settings.slack_client_secret is not None
    secret = settings.slack_client_secret.get_secret_value()
    try:
        await OAuthClient(settings.slack_client_id, secret, settings.slack_api_url).install("doctor", "", wall_clock())
    except Problem as problem:
        code = str(problem.facts.get("reason", ""))
        if problem.key == "web.problems.unreachable":
            says = f"{settings.slack_api_url} does not answer. Can this machine reach it?"
            return Finding("SLACK_API_URL", right=False, says=says)
        if code in {"bad_client_secret", "invalid_client_id"}:
            name = "SLACK_CLIENT_SECRET" if code == "bad_client_secret" else "SLACK_CLIENT_ID"
            fix = f"Copy it again from {apps_page(settings.slack_api_url)}, Basic Information, App Credentials."
            return Finding(name, right=False, says=f"Slack says {code}. {fix}")
    link = f"{settings.public_url}/slack/install"
    return Finding("SLACK_CLIENT_ID", right=True, says=f"works; workspaces install the app at {link}")
