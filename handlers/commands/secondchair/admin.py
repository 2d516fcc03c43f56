"""`/secondchair admin`: the page for those responsible for the workspace."""

from handlers.actions.admin import open_
from handlers.command import Command

COMMAND = Command("admin", open_, also_tried=("setup", "rollout", "team-admin"))
