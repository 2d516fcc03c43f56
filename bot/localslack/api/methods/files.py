"""files.*: uploading in three steps, asking, deleting. A file shared in a channel shows as a message with links."""

import json

from bot.localslack.api.methods.call import Answer, ApiCall
from bot.localslack.state.errors import SlackError
from bot.localslack.state.files import UploadedFile

LONGEST_ALT = 1000


def upload_url(call: ApiCall) -> Answer:
    """files.getUploadURLExternal: the URL to post the bytes to."""
    if not call.text("length").isdigit() or call.text("length") == "0":
        raise SlackError("invalid_arguments")
    if len(call.text("alt_txt")) > LONGEST_ALT:
        raise SlackError("alt_txt_too_large")
    file_id = call.state.ids.next("F")
    call.state.files.add(file_id, call.text("filename"))
    return {"file_id": file_id, "upload_url": f"{call.state.origin}/upload/{file_id}"}


def complete(call: ApiCall) -> Answer:
    """files.completeUploadExternal: keeps what was uploaded, and shares it in a channel where one is named."""
    given = call.args.get("files")
    given = json.loads(given) if isinstance(given, str) else given
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    for entry in given:
        file = _file(call, str(entry.get("id")))
        if file.content is None:
            raise SlackError("file_not_found")
        file.is_complete = True
    if call.text("channel_id"):
        _share(call, given)
    return {"files": [{"id": entry["id"], "title": entry.get("title", "")} for entry in given]}


def info(call: ApiCall) -> Answer:
    """files.info: what Slack knows of a file; its type only from the second request on, since looking takes time."""
    file_id = call.text("file")
    file = _file(call, file_id)
    known = {**file.shown(file_id, call.state.origin), "filetype": file.filetype}
    if file.is_complete:
        file.filetype = file.name.rpartition(".")[2] or "binary"
    return {"file": known}


def delete(call: ApiCall) -> Answer:
    """files.delete."""
    if not call.state.files.delete(call.text("file")):
        raise SlackError("file_not_found")
    return {}


def _file(call: ApiCall, file_id: str) -> UploadedFile:
    file = call.state.files.get(file_id)
    if file is None:
        raise SlackError("file_not_found")
    return file


def _share(call: ApiCall, given: list[dict[str, str]]) -> None:
    channel = call.channel("channel_id")
    if call.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    links = " ".join(f"<{call.state.origin}/upload/{file['id']}|{file.get('title') or file['id']}>" for file in given)
    author = {"bot_id": call.installation.bot_id, "app_id": call.installation.app.id}
    text = "\n".join(filter(None, (call.text("initial_comment"), links)))
    shared = tuple(file["id"] for file in given)
    call.state.post(call.workspace, channel, call.bot, **author, text=text, blocks=[], files=shared)
