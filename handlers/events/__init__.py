"""What happens in a workspace: one file an event."""

from handlers.command import Handler
from handlers.events import (
    app_home_opened,
    app_uninstalled,
    channel_shared,
    grid_migration,
    message,
    team_access_granted,
    team_access_revoked,
    tokens_revoked,
    user_change,
)

EVENTS: dict[str, Handler] = {
    "app_home_opened": app_home_opened.app_home_opened,
    "app_uninstalled": app_uninstalled.app_uninstalled,
    "channel_shared": channel_shared.channel_shared,
    "grid_migration_finished": grid_migration.grid_migration_finished,
    "grid_migration_started": grid_migration.grid_migration_started,
    "message.im": message.message,
    "team_access_granted": team_access_granted.team_access_granted,
    "team_access_revoked": team_access_revoked.team_access_revoked,
    "tokens_revoked": tokens_revoked.tokens_revoked,
    "user_change": user_change.user_change,
}
# What only reads, as `Effect.READS` has it. Somebody who is new is welcomed in a slot that exists once.
READING = frozenset({"app_home_opened"})
