"""The salesperson's questions at the planned end of a ride-along. Its subject begins with the ride-along's id."""

from dataclasses import replace

from bot.nudges.ridealongs import reflection_leader

# The same moment, the same rules, and blind to each other; whose questions they are follows from who reads them.
NUDGE = replace(reflection_leader.NUDGE, key="reflection_salesperson")
