"""What the linter says: one line of one file, which rule, and what is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ToneFinding:
    """One fault of tone. `line` counts from 1; 0 where the file is meant as a whole."""

    file: str
    line: int
    entry: str
    rule: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry}: {self.says} ({self.rule})"
