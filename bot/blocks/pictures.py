"""A picture in a message or view: until its file is known, a block that carries the facts to draw.

Slack never sees such a block: `bot/services/pictures.py` puts the file in, or its words.
"""

from collections.abc import Sequence
from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.domain.pictures import Picture, digest_of
from content.formats import LITTLE_DAY, WrittenDay
from content.models import Library

PICTURE = "picture"


def picture(shown: Picture, alt_text: str) -> Block:
    """The block of a picture; `alt_text` says what it shows, and replaces it if it cannot be shown."""
    return {"type": "image", "alt_text": block_kit.short(alt_text, 2000), PICTURE: shown}


def week_ticks(library: Library, mondays: Sequence[date]) -> tuple[tuple[int, str], ...]:
    """The names of about four weeks, by their index: more do not fit side by side on a phone."""
    step = max(1, len(mondays) // 4)
    return tuple(
        (place, library.text(WrittenDay(mondays[place], LITTLE_DAY))) for place in range(0, len(mondays), step)
    )


def picture_in(block: Block) -> Picture | None:
    """The picture that a block is for; None for any other block."""
    shown: Picture | None = block.get(PICTURE)
    return shown


def as_file(block: Block, file_id: str) -> Block:
    """The block as Slack shows it."""
    return {"type": "image", "alt_text": block["alt_text"], "slack_file": {"id": file_id}}


def with_files(blocks: Sequence[Block]) -> tuple[list[Block], dict[str, Picture]]:
    """The blocks as if every picture had a file, and the pictures by the ids of these files; for previews."""
    pictures = {f"F{digest_of(shown)[:10].upper()}": shown for block in blocks if (shown := picture_in(block))}
    ids = {shown: file_id for file_id, shown in pictures.items()}
    return [as_file(block, ids[shown]) if (shown := picture_in(block)) else block for block in blocks], pictures


def in_words(block: Block) -> Block:
    """The block as a sentence."""
    return block_kit.context(block_kit.escape(str(block["alt_text"])))
