"""One fault: which statement fails, and whether all after it fail too."""

from dataclasses import dataclass


@dataclass(slots=True)
class Fault:
    """The statement with this `number` fails, counted from 1 (none where it is 0), and with `stays` all after it.
    `asked` has the statements so far.
    """

    number: int
    asked: list[str]
    stays: bool = False
    is_met: bool = False

    def takes(self) -> bool:
        """Whether the latest statement fails."""
        is_it = len(self.asked) == self.number or (self.stays and len(self.asked) > self.number > 0)
        self.is_met = self.is_met or is_it
        return is_it
