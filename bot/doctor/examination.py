"""Looks at everything that has to be right before the first message, and says of each what to do."""

from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.blocks.installations.upgrades import lost
from bot.clock import wall_clock
from bot.doctor.database import KEY, database_findings
from bot.doctor.finding import Finding
from bot.domain.installations.installations import Installation, reinstall_link
from bot.domain.installations.upgrades import Upgrade
from bot.errors import Problem, SetupError
from bot.services.installations.upgrades import StoredGrants
from bot.settings import Settings, read_settings
from bot.settings_check import contradictions
from bot.slack.oauth import OAuthClient
from bot.slack.scopes import SCOPES
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.zone_data import PINNED, ZoneData, of_the_machine
from content.library import ContentError, load_library


async def examine() -> list[Finding]:
    """Every finding; nothing is changed and nothing is posted."""
    findings = [_content(), zone_finding(PINNED, of_the_machine(), wall_clock())]
    try:
        settings = read_settings()
    except SetupError as error:
        return [*findings, *(Finding("settings", right=False, says=line) for line in str(error).splitlines())]
    findings.append(Finding("settings", right=True, says="all there"))
    findings += [Finding(about, right=False, says=says) for about, says in contradictions(settings)]
    findings += [await _client(settings)] if settings.serves_many else await _bot_token(settings)
    findings.append(await _app_token(settings))
    of_database = await database_findings(settings)
    if settings.serves_many and all(finding.right for finding in of_database if finding.about in ("database", KEY)):
        database = Database(settings.database_url, Cipher(settings.keys(make=False)), looks_only=True)
        try:
            of_database += [*await _lost_tokens(settings, database), *await _granted(settings, database)]
        finally:
            await database.close()
    return findings + of_database


def _content() -> Finding:
    try:
        library = load_library()
    except ContentError as error:
        return Finding("content", right=False, says=str(error))
    return Finding("content", right=True, says=f"{len(library.prompts)} prompts, all checked")


def zone_finding(used: ZoneData, machines: str, now: datetime) -> Finding:
    """Which release of the time zone rules is used at `now` (aware UTC), and that the machine's own is not."""
    beside = f" This machine's own, {machines}, are not used." if machines not in ("", used.version) else ""
    says = f"{used.says(now).removesuffix('.')}.{beside}"
    return Finding("time zones", right=not used.is_old(now), says=says)


async def _client(settings: Settings) -> Finding:
    """Whether Slack knows the client, asked with a code that cannot be valid."""
    assert settings.slack_client_id is not None
    assert settings.slack_client_secret is not None
    secret = settings.slack_client_secret.get_secret_value()
    try:
        await OAuthClient(settings.slack_client_id, secret, settings.slack_api_url).install("doctor", "", wall_clock())
    except Problem as problem:
        code = str(problem.facts.get("reason", ""))
        if problem.key == "web.problems.unreachable":
            says = f"{settings.slack_api_url} does not answer. Is the network open to it?"
            return Finding("SLACK_API_URL", right=False, says=says)
        if code in {"bad_client_secret", "invalid_client_id"}:
            name = "SLACK_CLIENT_SECRET" if code == "bad_client_secret" else "SLACK_CLIENT_ID"
            fix = "Copy it again from api.slack.com/apps, Basic Information, App Credentials."
            return Finding(name, right=False, says=f"Slack says {code}. {fix}")
    link = f"{settings.public_url}/slack/install"
    return Finding("SLACK_CLIENT_ID", right=True, says=f"works; a workspace installs it at {link}")


async def _bot_token(settings: Settings) -> list[Finding]:
    assert settings.slack_bot_token is not None
    client = AsyncWebClient(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error")
        fix = "Copy it again from api.slack.com/apps, OAuth & Permissions, Bot User OAuth Token."
        return [Finding("SLACK_BOT_TOKEN", right=False, says=f"Slack says {code}. {fix}")]
    except OSError as error:
        says = f"{settings.slack_api_url} does not answer ({type(error).__name__}). Is the network open to it?"
        return [Finding("SLACK_API_URL", right=False, says=says)]
    says = f"works, as {answer.get('user')} in {answer.get('team')}"
    return [Finding("SLACK_BOT_TOKEN", right=True, says=says), *_scopes(answer)]


def _scopes(answer: AsyncSlackResponse) -> list[Finding]:
    headers = {name.lower(): text for name, text in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    fix = "Add it under OAuth & Permissions, then reinstall the app."
    return [
        Finding(f"scope {scope}", scope in granted, reason if scope in granted else f"missing. {reason} {fix}")
        for scope, reason in SCOPES.items()
    ]


async def _app_token(settings: Settings) -> Finding:
    if settings.slack_app_token is None:
        return Finding("SLACK_SIGNING_SECRET", right=True, says="given; requests come over HTTP to /slack/events")
    try:
        client = AsyncWebClient(base_url=settings.slack_api_url)
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        fix = "Make one under Basic Information, App-Level Tokens, with the scope connections:write."
        return Finding("SLACK_APP_TOKEN", right=False, says=f"Slack says {error.response.get('error')}. {fix}")
    except OSError as error:
        return Finding("SLACK_APP_TOKEN", right=False, says=f"could not be tried ({type(error).__name__})")
    return Finding("SLACK_APP_TOKEN", right=True, says="works; Socket Mode is on")


async def _lost_tokens(settings: Settings, database: Database) -> list[Finding]:
    """One finding for each workspace that has to be installed again, or one that says there is none."""
    async with database.installations() as store:
        lost, over = await store.refused(), await store.stopped()
    if not lost and not over:
        return [Finding("tokens", right=True, says="all of them can be refreshed")]
    dead = {installation.workspace_id for installation in over}
    lost = [*over, *(installation for installation in lost if installation.workspace_id not in dead)]
    return [
        _lost_token(installation, settings.public_url or installation.site, works=installation.workspace_id not in dead)
        for installation in lost
    ]


def _lost_token(installation: Installation, site: str, *, works: bool) -> Finding:
    until = f"{installation.expires_at:%Y-%m-%d %H:%M} UTC" if installation.expires_at else "its end"
    refusal = (
        f"refuses to refresh it, so it works until {until}" if works else "takes it no more, so nothing is sent there"
    )
    says = f"Slack {refusal}. Ask whoever installed it to open"
    link = reinstall_link(site, installation.workspace_id)
    return Finding(f"token of {installation.name or installation.workspace_id}", right=False, says=f"{says} {link}")


async def _granted(settings: Settings, database: Database) -> list[Finding]:
    """One finding for each workspace that has not granted all our scopes, or one that says there is none."""
    upgrades = await StoredGrants(database, settings.public_url or "").every()
    if not upgrades:
        return [Finding("scopes", right=True, says="every workspace has granted all of them")]
    return [
        Finding(f"scopes of {upgrade.name or upgrade.workspace_id}", right=False, says=_lacks(upgrade))
        for upgrade in upgrades
    ]


def _lacks(upgrade: Upgrade) -> str:
    library = load_library()
    waits = " ".join(dict.fromkeys(lost(library, scope) for scope in upgrade.scopes))
    opens = f"Ask an admin there, or whoever installed it, to open {upgrade.link}"
    return f"{', '.join(upgrade.scopes)} not granted. {waits} {opens}"
