"""What is wrong with the content: collected first, then reported all at once, each with its file and its entry."""


class ContentError(Exception):
    """The content cannot be used. `problems` holds one line for each fault: file, entry, what to change."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join((f"{count} in the content:", *problems)))


class ContentProblems:
    """A list that grows during reading and checking, and is raised once at the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, file: str, entry: str, problem: str) -> None:
        """Notes one fault. `entry` is an id or a key; empty where the whole file is meant."""
        self._lines.append(": ".join(part for part in (file, entry, problem) if part))

    def raise_any(self) -> None:
        """Raises ContentError with every fault noted so far; does nothing where there is none."""
        if self._lines:
            raise ContentError(tuple(self._lines))
