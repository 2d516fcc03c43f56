"""`/secondchair export`: a file with everything held about the person who asks."""

from handlers.command import Command
from handlers.export import send_export

COMMAND = Command("export", send_export)
