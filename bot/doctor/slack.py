"""Asks Slack about the given tokens: whether they work, what they allow, and what time Slack's clock says."""

from datetime import datetime, timedelta

from bot.clock import wall_clock
from bot.doctor.finding import Finding
from bot.settings import Settings
from bot.slack.oauth import SPENT
from bot.slack.scopes import SCOPES
from bot.slack.site import apps_page
from bot.slack.token_check import Trial, app_of, ask, mismatch, named_proxy

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
FIX = {
    BOT_TOKEN: "Copy it again from your app's page, OAuth & Permissions, Bot User OAuth Token.",
    APP_TOKEN: "Create one under Basic Information, App-Level Tokens, with the scope connections:write.",
}
WRONG_CLIENT = {"bad_client_secret": "SLACK_CLIENT_SECRET", "invalid_client_id": "SLACK_CLIENT_ID"}
# Without one of these, nothing can be answered or sent; without any other, only the features that need it.
NEEDED = frozenset({"commands", "chat:write", "users:read"})
SLACKS_PATIENCE = timedelta(minutes=5)  # a request signed longer ago, or in the future by more than this, is refused
A_LITTLE = timedelta(seconds=30)


async def slack_findings(settings: Settings) -> list[Finding]:
    """Every finding about the tokens in the settings, the proxy in between, and the clock compared with Slack's."""
    if settings.serves_many:
        trial = await _try_client(settings)
        of_clock = clock_findings(trial.slack_time, wall_clock(), over_http=True)
        return [*_proxy(), client_finding(trial, settings), *of_clock, *_signing_secret(settings)]
    assert settings.slack_bot_token is not None
    token = settings.slack_bot_token.get_secret_value()
    trial = await ask("auth.test", token, settings.slack_api_url)
    over_http = not settings.uses_socket_mode
    findings = [*_proxy(), *bot_token_findings(trial), *clock_findings(trial.slack_time, wall_clock(), over_http)]
    if settings.slack_app_token is not None:
        app_id = await app_of(token, trial, settings.slack_api_url) if trial.worked else ""
        findings.append(await _app_token(settings.slack_app_token.get_secret_value(), app_id, settings.slack_api_url))
    return [*findings, *_signing_secret(settings)]


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


async def _app_token(token: str, app_id: str, base_url: str) -> Finding:
    """Whether an app-level token works, and belongs to the app of the bot token."""
    finding = app_token_finding(await ask("apps.connections.open", token, base_url))
    says = mismatch(token, app_id)
    return Finding(APP_TOKEN, right=False, says=says) if finding.right and says else finding


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


async def _try_client(settings: Settings) -> Trial:
    """Ask Slack with a code that cannot be valid: it refuses the client, or else the code."""
    assert settings.slack_client_id is not None
    assert settings.slack_client_secret is not None
    return await ask(
        "oauth.v2.access",
        "",
        settings.slack_api_url,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        code="doctor",
    )


def client_finding(trial: Trial, settings: Settings) -> Finding:
    """What Slack said about the client, when it was asked with a code that cannot be valid."""
    if trial.trouble:
        return Finding("SLACK_API_URL", right=False, says=trial.trouble)
    if name := WRONG_CLIENT.get(trial.code):
        fix = f"Copy it again from {apps_page(settings.slack_api_url)}, Basic Information, App Credentials."
        return Finding(name, right=False, says=f"Slack says {trial.code}. {fix}")
    if trial.code not in SPENT:
        says = f"could not be checked: Slack says {trial.code}."
        return Finding("SLACK_CLIENT_ID", right=False, says=says, stops=False)
    link = f"{settings.public_url}/slack/install"
    return Finding("SLACK_CLIENT_ID", right=True, says=f"works; workspaces install the app at {link}")
