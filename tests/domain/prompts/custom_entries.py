"""Entries in an organisation's own content, for tests."""

from datetime import UTC, date, datetime

from bot.domain.prompts.custom_content import ContentKind, CustomEntry, CustomWords

TODAY = date(2026, 10, 19)
MADE = datetime(2026, 10, 1, tzinfo=UTC)
PROMPT = CustomWords(ContentKind.PROMPT, "Ask one customer what they would miss.")
QUESTION = CustomWords(ContentKind.QUESTION, "Did you use the new price list?", choices=("Yes", "No"))
HOSTILE = "<!channel> *bold* <https://evil|click> & &amp;"


def entry(words: CustomWords = PROMPT, entry_id: str = "e1", team_of: str = "") -> CustomEntry:
    """An entry that U9 wrote."""
    return CustomEntry(entry_id, "U9", team_of, words, MADE)
