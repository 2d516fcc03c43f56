"""What we send by ourselves: one file a nudge, all of them in `NUDGES`. Pure: facts in, a message out."""

from bot.nudges import prompt_channel, prompt_later, prompt_person
from bot.nudges.nudge import Nudge

NUDGES: tuple[Nudge, ...] = (
    prompt_channel.NUDGE,
    prompt_person.NUDGE,
    prompt_later.NUDGE,
)
BY_KEY = {nudge.key: nudge for nudge in NUDGES}

# Keys that use cases speak of by name.
PROMPT_CHANNEL = prompt_channel.NUDGE.key
PROMPT_PERSON = prompt_person.NUDGE.key
PROMPT_LATER = prompt_later.NUDGE.key
