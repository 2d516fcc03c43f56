"""Prompts by their ids, ours and an organisation's own; inside the caller's transaction."""

from collections.abc import Collection

from bot.storage.transaction import Transaction
from content.models import Library, Prompt


async def prompts_named(transaction: Transaction, library: Library, ids: Collection[str]) -> dict[str, Prompt]:
    """The prompts with these ids that exist or once did, by id: retired ones stay readable."""
    ours = {prompt_id: prompt for prompt_id in ids if (prompt := library.prompt(prompt_id)) is not None}
    others = set(ids) - ours.keys() - {""}
    own = await transaction.custom_content.some(others) if others else {}
    return ours | {entry_id: entry.prompt for entry_id, entry in own.items()}
