"""Files in Slack: uploads our pictures, waits until Slack can show them, and deletes them; and reads what people
uploaded in a form.
"""

import asyncio
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.codes import code_of
from bot.slack.messenger import ClientSource
from bot.slack.site import site_of

GONE = frozenset({"file_not_found", "file_deleted"})
PAUSES = (0.02, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds between checks whether a file can be shown


class PictureFiles:
    """The bot's own files in each workspace; people see one only in a message or view of ours that shows it."""

    def __init__(self, clients: ClientSource) -> None:
        self._clients = clients

    async def upload(self, workspace_id: str, name: str, alt_text: str, png: bytes) -> str:
        """Upload a picture; returns its file's id. Raises SlackApiError if Slack refuses, and any network error."""
        client = await self._clients.of(workspace_id)
        made = await client.files_upload_v2(content=png, filename=f"{name}.png", title=name, alt_txt=alt_text)
        return str(made["files"][0]["id"])

    async def until_shown(self, workspace_id: str, file_id: str) -> None:
        """Wait until a new file can be shown: used at once it is refused as `invalid_blocks`, until `files.info` knows
        its type. Raises SlackApiError if Slack refuses, TimeoutError if it takes too long, and any network error.
        """
        client = await self._clients.of(workspace_id)
        for seconds in PAUSES:
            known = await client.files_info(file=file_id)
            if known["file"].get("filetype"):
                return
            await asyncio.sleep(seconds)
        raise TimeoutError(f"Slack does not say what {file_id} is")

    async def delete(self, workspace_id: str, file_id: str) -> None:
        """Delete a picture; if it is already gone, that is no error. Raises SlackApiError if Slack refuses."""
        client = await self._clients.of(workspace_id)
        try:
            await client.files_delete(file=file_id)
        except SlackApiError as error:
            if code_of(error) not in GONE:
                raise

    async def is_gone(self, workspace_id: str, file_id: str) -> bool:
        """Whether Slack no longer has a file: an admin deleted it, or the workspace keeps files only for some days.

        Slack refuses a whole view or message that shows such a file, as `invalid_blocks`. Raises SlackApiError if Slack
        does not tell, and any network error.
        """
        client = await self._clients.of(workspace_id)
        try:
            known = await client.files_info(file=file_id)
        except SlackApiError as error:
            if code_of(error) in GONE:
                return True
            raise
        return bool(known["file"].get("mode") == "tombstone")


async def read_file(client: AsyncWebClient, file_id: str, most: int) -> tuple[str, bytes] | None:
    """The name and the bytes of a file; None if it is larger than `most` bytes or cannot be had.

    Raises SlackApiError if Slack does not tell, and any network error. If a token may not read a file, Slack answers
    with a log-in page and no error.
    """
    known = (await client.files_info(file=file_id))["file"]
    url = str(known.get("url_private_download") or known.get("url_private") or "")
    if int(known.get("size") or 0) > most or not _is_slacks(url, client.base_url) or client.session is None:
        return None
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(url, headers=headers, allow_redirects=False) as response:
        if response.status != 200 or response.content_type == "text/html":
            return None
        data = bytearray()
        async for chunk in response.content.iter_chunked(65536):
            data += chunk
            if len(data) > most:
                return None
    return str(known.get("name") or ""), bytes(data)


def _is_slacks(url: str, base_url: str) -> bool:
    """Whether an address is Slack's own, or that of the Web API in our settings: our token goes nowhere else.

    Files are at files.slack.com or the workspace's own host, and in GovSlack at hosts of slack-gov.com.
    """
    there, ours = urlsplit(url), urlsplit(base_url)
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    return there.scheme == "https" and (there.hostname or "").endswith(f".{site_of(base_url)}")
