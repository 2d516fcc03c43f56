"""Where the app is installed, with the tokens of each installation, and when each needs attention."""

from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta

# Slack's rotating tokens live for twelve hours, even after a refresh. So half of that is left if a refresh goes wrong:
# https://docs.slack.dev/authentication/using-token-rotation
REFRESH_AHEAD = timedelta(hours=6)
# How long only one process may ask for a new token: longer than we wait for an answer (ten seconds), and short, since
# Slack accepts a used refresh token again only for "a short grace period".
REFRESH_TURN = timedelta(seconds=15)
# How long to wait after Slack refused a refresh token for good, in case it did so by mistake.
REFUSED_TURN = timedelta(hours=1)
# How long an installation may take to finish everything that follows it; after that, another process does.
SETTLES = timedelta(minutes=1)
STATE_LIVES = timedelta(minutes=10)
KEPT_AFTER_UNINSTALL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation: of a workspace, or (`is_org`) of a whole organisation, whose id then stands for the workspace.

    Tokens are never in its repr. `expires_at` and `refresh_token` are only set if tokens rotate; all times are aware
    UTC. `version` grows with every change of the tokens. `ended_at`: when it was uninstalled; it has no tokens any
    more. `site`: where it was installed, such as https://chair.example.com. `refused_at`: when Slack first refused the
    refresh token, so that only installing again helps. `settled`: everything that follows an installation is done.
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
        """Whether its token expires soon enough to refresh it now."""
        return bool(self.refresh_token) and self.expires_at is not None and self.expires_at - now < REFRESH_AHEAD

    def has_expired(self, now: datetime) -> bool:
        """Whether Slack no longer accepts its token."""
        return self.expires_at is not None and self.expires_at <= now

    def lacks(self, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Which of `scopes` were not granted; only installing again adds them."""
        return tuple(scope for scope in scopes if scope not in self.scopes)

    def ended(self, at: datetime) -> "Installation":
        """The same, uninstalled: without tokens."""
        gone = replace(self, token="", refresh_token="", expires_at=None, refused_at=None, settled=True)
        return replace(gone, ended_at=self.ended_at or at)

    @property
    def reinstall_link(self) -> str:
        """The link with which the person who installed it can do so again."""
        return reinstall_link(self.site, self.workspace_id)


def reinstall_link(site: str, workspace_id: str) -> str:
    """The link for installing it again in this very workspace."""
    return f"{site}/slack/install?team={workspace_id}"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a refresh returns; never in its repr."""

    token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LostToken:
    """A workspace whose token can no longer be refreshed: where to install again, and until when it still works."""

    link: str
    until: datetime | None = None
