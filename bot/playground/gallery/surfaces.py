"""Finds everything that the bot can show: the messages of its nudges, and what the functions in `bot.blocks` make.

Nothing is listed by hand: every nudge in the registry and every function that returns a Message or a view is found.
"""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import timedelta
from typing import Any, get_type_hints

import bot.blocks
from bot.blocks.block_kit import Block, Message, View, person, section
from bot.blocks.ids import Modal
from bot.blocks.pictures import with_files
from bot.blocks.ridealongs.reflections import REVEAL
from bot.domain.pictures import Picture
from bot.localslack.validate import BlockProblem, Surface, validate
from bot.nudges import NUDGES
from bot.nudges.nudge import Nudge
from bot.playground.gallery.samples import NOW, Samples
from content.models import Choice, Library
from handlers.command import Command
from handlers.commands import COMMANDS

TRIES, PATIENCE = 80, 20  # how many times to draw facts: in all, and without a new shape
LOOKS = (Message, View)
MOST = {"message": 3, "modal": 3, "home": 8}  # variants of one surface
CALM = "I asked what waiting costs them, and let Tom do the sum."
POOLS: Mapping[Any, Sequence[Any]] = {
    str: (CALM, "Acme & Sons", "They turned to me about the price, and I looked at Tom."),
    "customer": ("Acme & Sons", "Bolt Energy"),
    "cue": ("a customer turns to me about price",),
    "step": ("I look at the salesperson and wait",),
    "skill": ("ask what waiting costs them", ""),
    "signal": ("“What have you seen elsewhere?”", ""),
    "name": ("Tom Weber",),
    "starts_at": tuple(NOW + timedelta(minutes=minutes) for minutes in (-26 * 60, -90, 30, 26 * 60)),
}


def _help(command: Command) -> list[tuple[str, str, str]]:
    """The sub-commands that the help of a command lists."""
    own = [(command.key, command.name, command.usage)] if command.run else []
    return own + [(f"{command.key}.{sub.key}", f"{command.name} {sub.name}", sub.usage) for sub in command.subcommands]


POOLS_OF_LOOKS: Mapping[Any, Sequence[Any]] = {
    **POOLS,
    "kinds": (tuple(nudge.key for nudge in NUDGES if nudge.in_channels and nudge.slot),),
    "lead": ("", CALM),
    "text": (CALM,),
    "metadata": ("{}",),
    "minutes": (5, 10),
    "label": ("teams.answered.settings_button",),
    "done": ("planned", "logged", "changed", "unchanged", "confirmed", "over", "cancelled"),
    "shown": (REVEAL, "card"),
    "keys": (("today", "pause", "settings"),),
    "modal": (Modal.SELFCHECK, Modal.SKILLCHECK, Modal.FEEDBACK_REQUEST),
    "choices": (tuple(Choice(key, label) for key, label in (("none", "With none"), ("half", "With half or more"))),),
    "see_last": (None,),
    "notice": ("", CALM),
    "sees": (CALM,),
    "about": (CALM,),
    "number": (0,),
    "commands": tuple(_help(command) for command in COMMANDS),
    "blocks": ((section(f"{CALM} {person('U2')}"),),),
    "user_ids": (("U2",),),
}
NAMES = {"U1": "@Maria Keller", "U2": "@Tom Weber", "C1": "#sales"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One variant of a message or view: `title` is its name, `source` where it is made, `json` what Slack would get,
    with `pictures` by the ids of their files.
    """

    group: str
    title: str
    source: str
    number: int
    surface: Surface
    _: KW_ONLY
    json: Mapping[str, Any]
    problems: tuple[BlockProblem, ...]
    pictures: Mapping[str, Picture]

    @property
    def key(self) -> str:
        """Its unique name in the gallery."""
        return f"{self.source}-{self.number}"

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """The blocks that are drawn."""
        blocks: Sequence[Mapping[str, Any]] = self.json["blocks"]
        return blocks


_shown: dict[tuple[str, str], list[Shown]] = {}  # by locale and how it is written: each takes a second to make


def everything(library: Library) -> list[Shown]:
    """Everything that can be shown, nudges first, with a few different variants of each."""
    read_in = library.locale, library.writes
    if read_in not in _shown:
        _shown[read_in] = [*_nudges(library), *_looks(library)]
    return _shown[read_in]


def picture(file_id: str) -> Picture | None:
    """The picture of a file that was shown; None where there is none."""
    pieces = (piece for shown in _shown.values() for piece in shown)
    return next((piece.pictures[file_id] for piece in pieces if file_id in piece.pictures), None)


def _nudges(library: Library) -> Iterator[Shown]:
    for nudge in NUDGES:
        yield from _distinct("Nudges", library.say(f"nudges.{nudge.key}"), nudge.key, _said(nudge, library))


def _looks(library: Library) -> Iterator[Shown]:
    groups: dict[str, list[Shown]] = {"Home": [], "Modals": [], "Messages": []}
    for make in _functions():
        for look in _distinct("", _title(make), _name(make), _made(make, library)):
            group = {"home": "Home", "modal": "Modals", "message": "Messages"}[look.surface]
            groups[group].append(replace(look, group=group))
    for shown in groups.values():
        yield from shown


def _said(nudge: Nudge[Any], library: Library) -> Iterator[Any]:
    for seed in range(TRIES):
        try:
            yield nudge.message(replace(Samples(library, seed, POOLS).facts(nudge), sent_today=0), library)
        except AssertionError:  # the loader never returns such facts
            continue


def _made(make: Callable[..., Any], library: Library) -> Iterator[Any]:
    hints = get_type_hints(make)
    wanted = [parameter for parameter in inspect.signature(make).parameters if parameter != "library"]
    pools = POOLS_OF_LOOKS
    for seed in range(TRIES):
        samples = Samples(library, seed, pools)
        try:
            yield make(library, **{name: samples.draw(hints[name], name) for name in wanted})
        except KeyError as missing:  # a fact that chooses among words: from now on it gets one of these values
            pools = {**pools, str: _choices(str(missing.args[0]), library) or pools[str]}
        except (AssertionError, LookupError, TypeError, ValueError):  # facts that do not fit together
            continue


def _choices(key: str, library: Library) -> tuple[str, ...]:
    """The last parts of the keys that begin as this unknown one does."""
    start = next((f"{group}." for group in _groups(library) if key.startswith(f"{group}.")), None)
    return tuple(word.removeprefix(start) for word in library.words if word.startswith(start)) if start else ()


def _groups(library: Library) -> list[str]:
    """The part before the last point of every key, the longest first."""
    return sorted({word.rpartition(".")[0] for word in library.words}, key=len, reverse=True)


def _distinct(group: str, title: str, source: str, made: Iterator[Any]) -> Iterator[Shown]:
    """A few of `made`, each with a different shape."""
    shapes: set[str] = set()
    of_a_form: Counter[str] = Counter()  # one function may make several forms
    in_vain = 0
    for produced in made:
        in_vain += 1
        if shapes and in_vain > PATIENCE:
            break
        surface = _surface(produced)
        if surface is None:
            continue
        json: View = (
            {"text": produced.text, "blocks": list(produced.blocks)} if isinstance(produced, Message) else produced
        )
        blocks, pictures = with_files(json["blocks"])
        json = json | {"blocks": blocks}
        shape = str(_shape(json["blocks"]))
        form = str(json.get("callback_id"))
        if f"{form} {shape}" in shapes or of_a_form[form] >= MOST[surface]:
            continue
        shapes.add(f"{form} {shape}")
        of_a_form[form] += 1
        in_vain = 0
        checked = json["blocks"] if surface == "message" else json
        problems = tuple(validate(checked, surface))
        yield Shown(group, title, source, len(shapes), surface, json=json, problems=problems, pictures=pictures)


def _surface(drawn: Any) -> Surface | None:
    """The surface of a message or view; None for anything else."""
    if isinstance(drawn, Message):
        return "message"
    kind = drawn.get("type") if isinstance(drawn, Mapping) else None
    return kind if kind in {"modal", "home"} else None


def _shape(part: Any) -> Any:
    """The structure of blocks, without their words."""
    if isinstance(part, Mapping):
        named = [str(part[key]) for key in ("type", "action_id", "style") if key in part]
        return [*named, *(_shape(value) for value in part.values() if isinstance(value, Mapping | list))]
    return [_shape(item) for item in part] if isinstance(part, list | tuple) else type(part).__name__


def _functions() -> Iterator[Callable[..., Any]]:
    for module in pkgutil.walk_packages(bot.blocks.__path__, "bot.blocks."):
        module_type = importlib.import_module(module.name)
        for name, function in vars(module_type).items():
            if (
                not name.startswith("_")
                and inspect.isfunction(function)
                and function.__module__ == module_type.__name__
            ):
                first = next(iter(inspect.signature(function).parameters), "")
                takes = {name: kind for name, kind in function.__annotations__.items() if name != "return"}
                # It adds something around other parts, and is no look of its own.
                is_part = Block in takes.values() or Sequence[Block] in takes.values()
                if first == "library" and function.__annotations__["return"] in LOOKS and not is_part:
                    yield function


def _name(make: Callable[..., Any]) -> str:
    return f"{make.__module__.removeprefix('bot.blocks.')}.{make.__name__}"


def _title(make: Callable[..., Any]) -> str:
    return (inspect.getdoc(make) or _name(make)).partition("\n")[0]
