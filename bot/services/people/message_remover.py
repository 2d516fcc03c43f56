"""What the queue of removals needs from Slack."""

from typing import Protocol

from bot.blocks.block_kit import Message, View
from bot.domain.people.people import Who
from bot.slack.remover import OurMessage, OurPage


class MessageRemover(Protocol):
    """What calls Slack for the queue; raises NotDone."""

    async def delete(self, workspace_id: str, conversation: str, ts: str) -> None:
        """Delete a message of ours."""
        ...

    async def home(self, who: Who, view: View) -> None:
        """Show somebody a Home tab."""
        ...

    async def delete_file(self, workspace_id: str, file_id: str) -> None:
        """Delete a file of ours."""
        ...

    async def replace(self, workspace_id: str, conversation: str, ts: str, message: Message) -> None:
        """Replace a message of ours with this one."""
        ...

    async def conversation(self, workspace_id: str, user_id: str) -> str:
        """The id of our conversation with a person."""
        ...

    async def message(self, workspace_id: str, conversation: str, ts: str) -> OurMessage | None:
        """One message of ours, or None."""
        ...

    async def page(self, workspace_id: str, conversation: str, before: str) -> OurPage:
        """The newest of our messages that are older than `before`."""
        ...

    async def thread(self, workspace_id: str, conversation: str, ts: str, after: str) -> OurPage:
        """Our messages below `ts` that are newer than `after`."""
        ...
