"""CSV in which no spreadsheet takes a cell for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for a formula, some also in full width, and our own sign that it is not one
# (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV, whose texts are never formulas; None is an empty cell."""
    file = io.StringIO()
    csv.writer(file).writerows(map(_harmless, row) for row in rows)
    return file.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def unharmed(text: str) -> str:
    """A cell that `csv_of` wrote, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
