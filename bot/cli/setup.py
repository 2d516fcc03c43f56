"""`setup`: from nothing to "Second Chair is in your workspace"."""

import asyncio
import getpass
import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from bot.cli.console import console
from bot.cli.database import migrate_database
from bot.cli.look import show_findings, stopping
from bot.cli.serve import run
from bot.doctor.examination import examine
from bot.environment import ENV, reading_env_file
from bot.errors import SetupError
from bot.manifest import manifest, over_http, require_site
from bot.settings import Settings, read_settings
from bot.setup.conversation import Conversation
from bot.setup.env_file import write_env
from bot.setup.link import create_link
from bot.setup.pasted import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.storage.base.cipher import new_key
from bot.storage.base.keys import sqlite_path
from bot.storage.database import async_url
from content.library import load_library
from handlers.commands import COMMANDS

MAKE = "Open this link in your browser, choose your workspace, press Next and then Create:"
INSTALL = "On your app's page: Install App, Install to your workspace, Allow. Then copy the Bot User OAuth Token."
CONNECT = """Basic Information, App-Level Tokens, Generate Token and Scopes: any name, Add Scope connections:write, \
Generate. Then copy the token."""
SIGN = "Basic Information, App Credentials, Signing Secret: Show, and copy it."
STAYS = "What is in {file} stays there. To take it along, press Ctrl-C, and run `python -m bot move URL` instead.\n"
THERE = "Second Chair is installed in {team}. In Slack, open Apps, Second Chair, and press Start on its Home tab.\n"
STARTS = "It runs here until you press Ctrl-C; `{command} run` starts it again."
STARTS_NOT = "Nobody is answered until it runs: `{command} run` starts it."


class Keyboard:
    """The terminal that this process was started from."""

    def tell(self, text: str) -> None:
        """Show a line."""
        console.print(text, markup=False, highlight=False)

    def ask(self, label: str) -> str:
        """What is pasted, without showing it; a line of standard input if that is not a terminal."""
        if sys.stdin.isatty():
            return getpass.getpass(label)
        typer.echo(label)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line


def setup(
    url: Annotated[
        str, typer.Option(help="The address where Slack reaches you over HTTP; without it, Socket Mode is used.")
    ] = "",
    database: Annotated[
        str, typer.Option(help="A PostgreSQL database, as postgres://…; without it, a SQLite file in this folder.")
    ] = "",
    browser: Annotated[bool, typer.Option(help="Also open the link in your browser.")] = True,
    start: Annotated[bool, typer.Option(help="Start the app at the end.")] = True,
) -> None:
    """Create the Slack app, try each token as you paste it, write .env, and start."""
    try:
        asyncio.run(_set_up(url, database, opens=browser, starts=start))
    except EOFError:
        raise SetupError("There is no more input. Run setup in a terminal; finished steps are kept.") from None
    if start:
        run()


async def _set_up(url: str, database: str, *, opens: bool, starts: bool) -> None:
    if url:
        require_site(url)
    if database:
        async_url(database)  # raises SetupError
    with reading_env_file():
        keyboard, present = Keyboard(), {name: value for name, value in dotenv_values(ENV).items() if value}
    environment = {name: value for name, value in os.environ.items() if name.lower() in Settings.model_fields}
    present |= environment
    slack = present.get("SLACK_API_URL", str(Settings.model_fields["slack_api_url"].default))
    talk = Conversation(keyboard, f"{slack.rstrip('/')}/", present, environment)
    file = sqlite_path(present.get("DATABASE_URL", str(Settings.model_fields["database_url"].default)))
    if database and file is not None and file.exists():
        keyboard.tell(STAYS.format(file=file))
    keyboard.tell("Three steps, about three minutes. Press Ctrl-C to stop at any time; finished steps are kept.\n")
    await _offer_link(talk, url, opens=opens)
    values = {"SLACK_BOT_TOKEN": await talk.bot_token(f"\n2 of 3  Install the app. {INSTALL}")}
    _keep(values, environment)
    if url:
        secret = await talk.signing_secret(f"\n3 of 3  Verify that requests come from Slack. {SIGN}")
        values |= {"SLACK_SIGNING_SECRET": secret, "PUBLIC_URL": url}
    else:
        values |= {"SLACK_APP_TOKEN": await talk.app_token(f"\n3 of 3  Connect the app. {CONNECT}")}
    if database:
        values |= {"DATABASE_URL": database}
        values |= {} if present.get("ENCRYPTION_KEYS") else {"ENCRYPTION_KEYS": new_key()}
    if _keep(values, environment):
        keyboard.tell(f"\nSaved in {ENV} in this folder, which only you can read.")
    await _make_ready(talk, starts=starts)


def _keep(values: Mapping[str, str], environment: Mapping[str, str]) -> bool:
    """Write the values that are not already in the environment. Returns whether there were any."""
    new = {name: value for name, value in values.items() if environment.get(name) != value}
    if new:
        write_env(ENV, new)
    return bool(new)


async def _offer_link(talk: Conversation, url: str, *, opens: bool) -> None:
    if await talk.kept(BOT_TOKEN) and await talk.kept(SIGNING_SECRET if url else APP_TOKEN):
        talk.terminal.tell(f"1 of 3  The Slack app already exists, in {talk.team}.")
        return
    made = manifest(COMMANDS, load_library())
    link = create_link(over_http(made, url) if url else made, talk.slack)
    talk.terminal.tell(f"1 of 3  Create the Slack app. {MAKE}\n")
    typer.echo(link)  # in one piece, however long: terminals detect the end of a link themselves
    if opens and (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in {"darwin", "win32"}
    ):
        webbrowser.open(link)


async def _make_ready(talk: Conversation, *, starts: bool) -> None:
    """Bring the database to the newest tables, and examine everything. Raises SetupError if it would not run."""
    settings = read_settings()
    settings.keys()
    await migrate_database(settings.database_url)
    findings = await examine()
    wrong = [finding for finding in findings if not finding.right]
    talk.terminal.tell(f"The database is ready. {len(findings) - len(wrong)} of {len(findings)} checks passed.")
    show_findings(wrong)
    if stopping(findings):
        raise SetupError("Fix what is marked “to do” above, then run setup again; it skips what already works.")
    command = "second-chair" if Path(sys.argv[0]).name == "second-chair" else "python -m bot"
    says = THERE + (STARTS if starts else STARTS_NOT)
    talk.terminal.tell("\n" + says.format(team=talk.team, command=command))
