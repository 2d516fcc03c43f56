"""The state of a text after `/ridealong` while it is parsed. Pure."""

from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta

from bot.domain.ridealongs.facts import Elsewhere, Unclear
from bot.parsing.choice import Piece
from bot.parsing.parser import Parser
from bot.parsing.reading import Asker
from bot.parsing.values import Clock, SaidDay
from bot.parsing.zones import SaidZone


@dataclass
class RideAlongText:
    """One text while it is parsed: its readings, and the questions to ask.

    `left_out` are tokens that mean nothing and do not belong to the customer either.
    """

    text: str
    asker: Asker
    parser: Parser
    logged: bool
    day: SaidDay | None = None
    _: KW_ONLY
    clock: Clock | None = None
    length: timedelta | None = None
    zone: SaidZone | None = None
    items: tuple[Piece, ...] = ()
    unclear: list[Unclear] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    elsewhere: Elsewhere | None = None

    def doubt(self, reason: str, typed: str, *options: date) -> None:
        """Note a piece that has to be asked about."""
        self.unclear.append(Unclear(reason, typed.strip(), options))

    def typed(self, start: int, end: int) -> str:
        """The words from one token until before another, as typed."""
        tokens = self.parser.tokens
        return self.text[tokens[start].start : tokens[end - 1].end] if start < end else ""

    def given(self, part: str) -> str:
        """The words of the item that names a day ("day") or a time ("clock")."""
        return " ".join(self.typed(item.start, item.end) for item in self.items if part in item.moment.parts)
