"""Uploaded files, and when their pictures may be shown: Slack looks at a file once its upload is complete, and only
then knows its type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.localslack.state.ids import Ids


@dataclass(slots=True)
class UploadedFile:
    """One file. `content` is None until its bytes arrive; `filetype` is "" until Slack has looked at it."""

    name: str
    content: bytes | None = None
    is_complete: bool = False
    filetype: str = ""

    def shown(self, file_id: str, origin: str) -> dict[str, Any]:
        """What Slack says about it, apart from its type."""
        url, size = f"{origin}/files/{file_id}", len(self.content or b"")
        return {"id": file_id, "name": self.name, "size": size, "url_private": url, "url_private_download": url}


class Files:
    """The files of all workspaces, by id."""

    def __init__(self) -> None:
        self._files: dict[str, UploadedFile] = {}

    def __contains__(self, file_id: object) -> bool:
        return file_id in self._files

    def add(self, file_id: str, name: str) -> None:
        """Add a file that somebody is about to upload."""
        self._files[file_id] = UploadedFile(name)

    def upload(self, ids: Ids, origin: str, name: str, content: bytes) -> dict[str, Any]:
        """A file that a person uploads in a form, as the app is told of it."""
        file_id = ids.next("F")
        self._files[file_id] = UploadedFile(name, content, is_complete=True, filetype=name.rpartition(".")[2])
        return self._files[file_id].shown(file_id, origin)

    def get(self, file_id: str) -> UploadedFile | None:
        """The file, or None."""
        return self._files.get(file_id)

    def delete(self, file_id: str) -> bool:
        """Delete a file. Returns whether there was one."""
        return self._files.pop(file_id, None) is not None

    def contents(self) -> list[bytes]:
        """What was uploaded, oldest first."""
        return [file.content for file in self._files.values() if file.content is not None]

    def unusable(self, blocks: Sequence[Any]) -> list[str]:
        """Pointers to the pictures in blocks whose file is missing, or whose type is not known yet."""
        return [
            pointer
            for pointer, file_id in _shown(blocks, "/blocks")
            if (file := self._files.get(file_id)) is None or not file.filetype
        ]


def _shown(part: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        shown = part.get("slack_file")
        if isinstance(shown, Mapping):
            yield f"{pointer}/slack_file", str(shown.get("id", ""))
        for name, inner in part.items():
            yield from _shown(inner, f"{pointer}/{name}")
    elif isinstance(part, list | tuple):
        for place, inner in enumerate(part):
            yield from _shown(inner, f"{pointer}/{place}")
