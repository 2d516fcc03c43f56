"""The form for importing a file of own content, with every fault of the previous one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Modal
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.prompts.custom_files import FileFault
from bot.domain.prompts.custom_tables import COLUMNS
from content.models import Library

FILE = "file"
MOST_FAULTS = 400  # that fit into one view
LINES = 10  # faults per paragraph


@dataclass(frozen=True, slots=True)
class TriedImport:
    """How often a file has been sent, what was wrong with it, and what was pasted."""

    times: int = 0
    faults: tuple[FileFault, ...] = ()
    text: str = ""


def content_import(library: Library, scope: ContentScope, metadata: str, tried: TriedImport | None = None) -> View:
    """The form; `tried` is the previous try, if it had faults.

    Slack keeps the content of an input with the same name, so each try has a new name for its file input.
    """
    tried = tried or TriedImport()
    name = f"{FILE}{tried.times or ''}"
    upload: Block = {"type": "file_input", "action_id": FILE, "filetypes": ["csv", "toml", "txt"], "max_files": 1}
    blocks = [
        *_faults(library, tried.faults),
        block_kit.section(library.say("custom.import.about", columns=", ".join(COLUMNS))),
        block_kit.context(library.say(f"custom.import.who_{scope}")),
        _field(library, name, FILE, upload),
        _field(library, "pasted", "pasted", block_kit.text_input("pasted", tried.text, long=True)),
    ]
    return block_kit.modal(
        Modal.CONTENT_FILE, library.say("custom.import.title"), blocks,
        submit=library.say("custom.import.submit"), close=library.say("common.cancel"), metadata=metadata,
    )  # fmt: skip


def _field(library: Library, name: str, key: str, element: Block) -> Block:
    hint = library.say(f"custom.import.hint_{key}")
    return block_kit.field(name, library.say(f"custom.import.{key}"), element, hint=hint, optional=True)


def _faults(library: Library, faults: Sequence[FileFault]) -> list[Block]:
    if not faults:
        return []
    lines = [_fault(library, fault) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(library.say("custom.import.more_faults", count=len(faults) - MOST_FAULTS))
    pages = ["\n".join(lines[start : start + LINES]) for start in range(0, len(lines), LINES)]
    title = block_kit.section(library.say("custom.import.faults", count=len(faults)))
    return [title, *({"type": "section", "text": block_kit.plain(page)} for page in pages), block_kit.divider()]


def _fault(library: Library, fault: FileFault) -> str:
    problem = library.say(fault.problem.key, **fault.problem.facts)
    if fault.column:
        return library.say("custom.import.fault_column", line=fault.line, column=fault.column, problem=problem)
    return library.say("custom.import.fault", line=fault.line, problem=problem)
