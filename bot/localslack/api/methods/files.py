"""files.*: uploading in three steps. What was uploaded shows as a message with links."""

import json

from bot.localslack.api.methods.call import Answer, ApiCall
from bot.localslack.state.errors import SlackError


def upload_url(call: ApiCall) -> Answer:
    """files.getUploadURLExternal: where to post the bytes."""
    if not call.text("length").isdigit() or call.text("length") == "0":
        raise SlackError("invalid_arguments")
    file_id = call.state.ids.next("F")
    call.state.uploads[file_id] = None
    return {"file_id": file_id, "upload_url": f"{call.state.origin}/upload/{file_id}"}


def complete(call: ApiCall) -> Answer:
    """files.completeUploadExternal: shares what was uploaded in a channel that the bot is in."""
    files = call.args.get("files")
    files = json.loads(files) if isinstance(files, str) else files
    if not isinstance(files, list) or not files:
        raise SlackError("invalid_arguments")
    if any(call.state.uploads.get(str(file.get("id"))) is None for file in files):
        raise SlackError("file_not_found")
    channel = call.channel("channel_id")
    if call.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    links = " ".join(f"<{call.state.origin}/upload/{file['id']}|{file.get('title') or file['id']}>" for file in files)
    author = {"bot_id": call.installation.bot_id, "app_id": call.installation.app.id}
    text = "\n".join(filter(None, (call.text("initial_comment"), links)))
    call.state.post(call.workspace, channel, call.bot, **author, text=text, blocks=[])
    return {"files": [{"id": file["id"], "title": file.get("title", "")} for file in files]}
