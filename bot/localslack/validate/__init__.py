"""Block Kit's rules as one pure function, which says in words what Slack would refuse, with a pointer to the place.

Limits: https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.localslack.validate.blocks import check_blocks
from bot.localslack.validate.check import BlockProblem, Check, Surface
from bot.localslack.validate.views import check_view

__all__ = ["BlockProblem", "Surface", "validate"]


def validate(blocks_or_view: Sequence[Any] | Mapping[str, Any], surface: Surface) -> list[BlockProblem]:
    """Every fault in the blocks of a message, or in a whole modal or Home view; an empty list when Slack would accept
    it.

    Blocks (a list) can be checked for any surface, a view (a mapping) for "modal" and "home".
    """
    check = Check(surface)
    if isinstance(blocks_or_view, Mapping):
        check_view(check, blocks_or_view)
    else:
        check_blocks(check.at("blocks"), blocks_or_view)
    return check.problems
