"""What we send by ourselves: one file a nudge, all of them in `NUDGES`. Pure: facts in, a message out."""

from bot.nudges.nudge import Nudge

NUDGES: tuple[Nudge, ...] = ()
BY_KEY = {nudge.key: nudge for nudge in NUDGES}
