"""Entries in an organisation's own content, for tests."""

from datetime import UTC, date, datetime

from bot.domain.prompts.own import ContentKind, OwnEntry, OwnWords

TODAY = date(2026, 10, 19)
MADE = datetime(2026, 10, 1, tzinfo=UTC)
PROMPT = OwnWords(ContentKind.PROMPT, "Ask one customer what they would miss.")
QUESTION = OwnWords(ContentKind.QUESTION, "Did you use the new price list?", choices=("Yes", "No"))
HOSTILE = "<!channel> *bold* <https://evil|click> & &amp;"


def entry(words: OwnWords = PROMPT, entry_id: str = "e1", team_of: str = "") -> OwnEntry:
    """An entry that U9 wrote."""
    return OwnEntry(entry_id, "U9", team_of, words, MADE)
