"""`/ridealong`: plan one, log one, and look at those to come and those before."""

from handlers.command import Command, Effect
from handlers.commands import help as help_
from handlers.commands.ridealong import calendar, history, list_, log, subscribe
from handlers.commands.ridealong.plan import plan

RIDEALONG = Command(
    "/ridealong",
    plan,
    usage="[@rep] [customer] [when]",
    subcommands=(log.COMMAND, list_.COMMAND, history.COMMAND, calendar.COMMAND, subscribe.COMMAND, help_.COMMAND),
    effect=Effect.READS,
)
