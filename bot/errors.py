"""Errors that carry the sentence the person reads: `key` names it in `content`, `facts` fill it in."""


class Problem(Exception):
    """Something that the person can correct. `field` is the `block_id` of the wrong input, "" for the whole form."""

    def __init__(self, key: str, field: str = "", **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.facts = facts


class Problems(Exception):
    """Several problems at once, one for each field, so that nobody has to submit a form again and again."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.key for problem in problems))
        self.problems = problems


class UndecidedError(ConnectionError):
    """The database was lost while it committed: nobody knows whether what was done is kept. The cause is beneath."""


class SavedAlreadyError(Exception):
    """Another process has saved this form meanwhile, so that nothing is saved here."""


class SetupError(Exception):
    """Something that the operator can correct; its text has a line for each problem."""


class NotInstalledError(Exception):
    """Somebody asks from a workspace in which nobody installed us, or has taken us out."""
