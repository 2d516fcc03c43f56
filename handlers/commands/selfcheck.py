"""`/selfcheck`: the statements about one week, of leaders about leading and of salespeople about their own skills."""

from handlers.actions.selfcheck import start
from handlers.command import Command, Effect
from handlers.commands import help as help_

SELFCHECK = Command("/selfcheck", start, subcommands=(help_.COMMAND,), effect=Effect.READS)
