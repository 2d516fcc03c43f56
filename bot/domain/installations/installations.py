"""Where the app is installed, with the tokens of each installation, and when things about them are due."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta

# Slack's tokens that rotate live for twelve hours, and go on living when they are refreshed. So half of that is left
# where a refresh goes wrong: https://docs.slack.dev/authentication/using-token-rotation
REFRESH_AHEAD = timedelta(hours=6)
# How long one process alone may ask for a new token: longer than we wait for an answer (ten seconds), and short,
# since Slack takes a used refresh token again only for "a short grace period".
REFRESH_TURN = timedelta(seconds=15)
# How long to wait after Slack refused a refresh token for good, in case that it did so by mistake.
REFUSED_TURN = timedelta(hours=1)
# How long an installation may take until everything that follows it is done; then somebody else does it.
SETTLES = timedelta(minutes=1)
STATE_LIVES = timedelta(minutes=10)
KEPT_AFTER_UNINSTALL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation: of a workspace, or (`is_org`) of a whole organisation, whose id then stands for the workspace.

    Tokens are in no repr. `expires_at` and `refresh_token` are there only where tokens rotate; all times are aware UTC.
    `version` grows with every change of the tokens. `ended_at`: uninstalled then; there are no tokens any more.
    `site`: where it was installed, such as https://chair.example.com. `refused_at`: when Slack first refused the
    refresh token, so that only a new installation helps. `settled`: what follows an installation has been done.
    """

    workspace_id: str
    installed_at: datetime
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    _: KW_ONLY
    name: str = ""
    enterprise_id: str | None = None
    is_org: bool = False
    app_id: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    installer_id: str = ""
    scopes: tuple[str, ...] = ()
    version: int = 0
    ended_at: datetime | None = None
    site: str = ""
    refused_at: datetime | None = None
    settled: bool = True

    @property
    def is_live(self) -> bool:
        """Whether it has a token to work with."""
        return bool(self.token) and self.ended_at is None

    def should_refresh(self, now: datetime) -> bool:
        """Whether its token ends soon enough to be exchanged for the next one."""
        return bool(self.refresh_token) and self.expires_at is not None and self.expires_at - now < REFRESH_AHEAD

    def has_expired(self, now: datetime) -> bool:
        """Whether Slack takes its token no more."""
        return self.expires_at is not None and self.expires_at <= now

    def lacks(self, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Which of `scopes` were not granted; only a new installation adds them."""
        return tuple(scope for scope in scopes if scope not in self.scopes)

    def ended(self, at: datetime) -> "Installation":
        """The same, uninstalled: without tokens."""
        gone = replace(self, token="", refresh_token="", expires_at=None, refused_at=None, settled=True)
        return replace(gone, ended_at=self.ended_at or at)

    @property
    def reinstall_link(self) -> str:
        """Where the person who installed it does so again."""
        return reinstall_link(self.site, self.workspace_id)


def reinstall_link(site: str, workspace_id: str) -> str:
    """Where somebody installs it again in this very workspace."""
    return f"{site}/slack/install?team={workspace_id}"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a refresh gives; in no repr."""

    token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LostToken:
    """A workspace whose token cannot be refreshed any more: where to install again, and until when it still works."""

    link: str
    until: datetime | None = None
