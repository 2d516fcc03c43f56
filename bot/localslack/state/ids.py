"""Identifiers that look like Slack's: a letter for the kind and a running number, so that runs can be compared."""

import itertools
import secrets
import string

DIGITS = string.digits + string.ascii_uppercase


class Ids:
    """Gives out identifiers, each once in the life of a local Slack."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def next(self, kind: str) -> str:
        """The next id, such as U0LOCAL00A; `kind` is U, T, C, G, D, A, B, V, Ev or Tr."""
        number, digits = next(self._count), ""
        while number:
            number, digit = divmod(number, 36)
            digits = DIGITS[digit] + digits
        return f"{kind}0LOCAL{digits:0>3}"

    def short(self) -> str:
        """A `block_id` or `action_id` for a block that came without one."""
        return f"auto{next(self._count)}"


def secret(prefix: str) -> str:
    """A token that nobody can guess."""
    return f"{prefix}-{secrets.token_hex(12)}"
