"""`/secondchair`: everything that is no subject of its own, as sub-commands."""

from handlers.command import Command
from handlers.commands import help as help_
from handlers.commands.secondchair import (
    checkin,
    delete_me,
    doors,
    export,
    insights,
    letter,
    map_,
    nudge,
    one_to_one,
    pause,
    pressure,
    programme,
    resume,
    retention,
    settings,
    stop,
    streak,
    today,
    what_works,
)

SECONDCHAIR = Command(
    "/secondchair",
    subcommands=(
        today.COMMAND,
        checkin.COMMAND,
        streak.COMMAND,
        insights.COMMAND,
        letter.COMMAND,
        map_.COMMAND,
        one_to_one.COMMAND,
        pressure.COMMAND,
        programme.COMMAND,
        nudge.COMMAND,
        settings.COMMAND,
        pause.COMMAND,
        resume.COMMAND,
        stop.COMMAND,
        retention.COMMAND,
        what_works.COMMAND,
        doors.NUMBERS,
        doors.API,
        doors.WEBHOOK,
        export.COMMAND,
        delete_me.COMMAND,
        help_.COMMAND,
    ),
)
