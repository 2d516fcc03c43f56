"""Pictures as files of Slack: uploaded, waited for until Slack knows what they are, and deleted."""

import asyncio

from slack_sdk.errors import SlackApiError

from bot.slack.messenger import ClientSource

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)  # seconds between the questions whether a file may be shown


class PictureFiles:
    """The bot's own files in each workspace; nobody sees one but where a message or view of ours shows it."""

    def __init__(self, clients: ClientSource) -> None:
        self._clients = clients

    async def upload(self, workspace_id: str, name: str, alt_text: str, png: bytes) -> str:
        """Upload a picture; gives the id of its file once it may be shown.

        A file used at once is refused as `invalid_blocks`, until `files.info` knows its type. Raises SlackApiError
        where Slack refuses, TimeoutError where it takes too long, and any error of the network.
        """
        client = await self._clients.of(workspace_id)
        made = await client.files_upload_v2(content=png, filename=f"{name}.png", title=name, alt_txt=alt_text)
        file_id = str(made["files"][0]["id"])
        for seconds in PAUSES:
            known = await client.files_info(file=file_id)
            if known["file"].get("filetype"):
                return file_id
            await asyncio.sleep(seconds)
        raise TimeoutError(f"Slack does not say what {file_id} is")

    async def delete(self, workspace_id: str, file_id: str) -> None:
        """Delete a picture; one that is gone already is no error. Raises SlackApiError where Slack refuses."""
        client = await self._clients.of(workspace_id)
        try:
            await client.files_delete(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") not in {"file_not_found", "file_deleted"}:
                raise
