"""Asks for each token, tries it with Slack, and asks again with the reason until it works."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.doctor.finding import Finding
from bot.doctor.slack import app_token_finding, bot_token_findings
from bot.errors import SetupError
from bot.setup.pasted import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Wanted, cleaned, mistake
from bot.slack.token_check import app_of, ask, mismatch

AGAIN = "Press Enter to try the same one again, or paste another."


class SetupTerminal(Protocol):
    """The terminal in front of the person who sets the app up."""

    def tell(self, text: str) -> None:
        """Show a line."""

    def ask(self, label: str) -> str:
        """Ask for a secret, which is not shown. Returns what was pasted. Raises EOFError if there is no more input."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of trying a secret: whether it is `good`, and a sentence; `passing` if the same secret may work in a
    moment.
    """

    good: bool
    says: str
    passing: bool = False


Try = Callable[[str], Awaitable[Verdict]]


@dataclass(slots=True)
class Conversation:
    """One setup. `present` are settings that already exist, in the environment or `.env`.

    The `how` of a method says where to find its secret, and is shown if the person has to be asked for it.
    """

    terminal: SetupTerminal
    slack: str
    present: Mapping[str, str]
    environment: Mapping[str, str]
    team: str = ""
    app_id: str = ""

    async def bot_token(self, how: str) -> str:
        """A bot token that works."""
        return await self._until_good(BOT_TOKEN, how, self._try_bot_token)

    async def app_token(self, how: str) -> str:
        """An app-level token that works, belonging to the same app as far as Slack says."""
        return await self._until_good(APP_TOKEN, how, self._try_app_token)

    async def signing_secret(self, how: str) -> str:
        """A signing secret, which cannot be tried until Slack sends something."""
        return await self._until_good(SIGNING_SECRET, how, self._take)

    async def kept(self, wanted: Wanted) -> bool:
        """Whether there already is one that works, so that nothing needs to be asked."""
        text = cleaned(self.present.get(wanted.setting, ""), wanted.setting)
        tries: dict[str, Try] = {BOT_TOKEN.setting: self._try_bot_token, APP_TOKEN.setting: self._try_app_token}
        if not text or mistake(text, wanted):
            return False
        return (await tries.get(wanted.setting, self._take)(text)).good

    async def _until_good(self, wanted: Wanted, how: str, attempt: Try) -> str:
        text = cleaned(self.present.get(wanted.setting, ""), wanted.setting)
        if text and not mistake(text, wanted):
            verdict = await attempt(text)
            if verdict.good:
                self.terminal.tell(f"  {wanted.setting} is already set. {verdict.says}")
                return text
            self.terminal.tell(f"  {wanted.setting} is already set, but does not work. {verdict.says}")
            if wanted.setting in self.environment:
                raise SetupError(f"{wanted.setting} is set in the environment, which overrides .env. Change it there.")
        self.terminal.tell(how)
        begins = f", begins with {wanted.begins[0]}" if wanted.begins else ""
        last = ""
        while True:
            text = cleaned(self.terminal.ask(f"  {wanted.called}{begins} (input hidden): "), wanted.setting) or last
            problem = mistake(text, wanted)
            verdict = Verdict(good=False, says=problem) if problem else await attempt(text)
            self.terminal.tell(f"  {verdict.says}" + (f" {AGAIN}" if verdict.passing else ""))
            if verdict.good:
                return text
            last = text if verdict.passing else ""

    async def _try_bot_token(self, token: str) -> Verdict:
        trial = await ask("auth.test", token, self.slack)
        findings = bot_token_findings(trial)
        stopping = [finding for finding in findings if not finding.right and finding.stops]
        if stopping:
            return Verdict(good=False, says=_told(stopping), passing=bool(trial.trouble))
        self.team, self.app_id = str(trial.facts.get("team", "")), await app_of(token, trial, self.slack)
        return Verdict(good=True, says=f"It {findings[0].says}.")

    async def _try_app_token(self, token: str) -> Verdict:
        if says := mismatch(token, self.app_id):
            return Verdict(good=False, says=says)
        trial = await ask("apps.connections.open", token, self.slack)
        finding = app_token_finding(trial)
        return Verdict(finding.right, f"It {finding.says}." if finding.right else finding.says, bool(trial.trouble))

    async def _take(self, _secret: str) -> Verdict:
        return Verdict(good=True, says="Accepted. It can only be checked when Slack sends its first request.")


def _told(findings: list[Finding]) -> str:
    return " ".join(
        f"{finding.about}: {finding.says}" if "scope" in finding.about else finding.says for finding in findings
    )
