"""Why a digest did not come: said in the reason that is kept with its slot, and read there again for the admin."""

import re

TOO_FEW = "too few answers"
REASON = re.compile(rf"{TOO_FEW}: (\d+)")


def reason_of(answers: int) -> str:
    """The reason that is kept with the slot of a digest for which there were so many answers."""
    return f"{TOO_FEW}: {answers}"


def answers_of(reason: str) -> int | None:
    """How many answers such a reason counts; None for any other, and for one that was kept without a number."""
    match = REASON.fullmatch(reason)
    return int(match[1]) if match else None
