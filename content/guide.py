"""The guide's pages, in reading order. Their words are Markdown files beside the other words."""

from functools import cache
from pathlib import Path

GUIDE = Path(__file__).parent / "en" / "guide"
ORDER = (
    *("index", "leaders", "salespeople", "admins"),
    *("setup", "hosts", "backup", "upgrade", "monitoring", "many-servers", "other-tools"),
    "contributors",
)


@cache
def pages_of_the_guide() -> dict[str, str]:
    """The title of each page, by the name of its file without the ending."""
    return {name: _title((GUIDE / f"{name}.md").read_text(encoding="utf-8")) for name in ORDER}


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()
