"""Apps and where they are installed, with their tokens."""

from dataclasses import KW_ONLY, dataclass, field

from bot.localslack.state.ids import secret
from bot.localslack.state.manifest import Manifest


@dataclass(slots=True)
class App:
    """An app. `request_url` overrides what the manifest says and switches Socket Mode off. `app_token` names the app,
    as Slack's do, and is made if none is given.
    """

    id: str
    manifest: Manifest
    request_url: str = ""
    app_token: str = ""
    app_token_scopes: tuple[str, ...] = ("connections:write",)
    _: KW_ONLY
    signing_secret: str = field(default_factory=lambda: secret("sign"))
    client_id: str = field(default_factory=lambda: secret("client"))
    client_secret: str = field(default_factory=lambda: secret("shh"))

    def __post_init__(self) -> None:
        self.app_token = self.app_token or secret(f"xapp-1-{self.id}")

    @property
    def over_socket(self) -> bool:
        """Whether Slack reaches it over a WebSocket."""
        return self.manifest.socket_mode and not self.request_url


@dataclass(slots=True)
class AppInstallation:
    """An app in one workspace. `dead` is the error code that its token now gets, "" while it works.

    `org`: the organisation that installed it for all its workspaces, each of which has one of these; "" for none.
    """

    app: App
    workspace: str
    bot_user: str
    bot_id: str
    scopes: tuple[str, ...]
    _: KW_ONLY
    bot_token: str = field(default_factory=lambda: secret("xoxb"))
    dead: str = ""
    org: str = ""
