"""What an admin's tools are told: for each number its kind, which one, how many people it is about, and the counts."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.blocks.block_kit import Message
from bot.blocks.pictures import picture_in
from bot.domain.admin.participation import Participation
from bot.domain.integrations.numbers import AdminNumbers
from bot.domain.pictures import BarsPicture

Number = tuple[str, str, int, Mapping[str, int]]
KINDS = {"weeks": "week", "quarters": "quarter", "prompts": "prompt"}


def by_api(numbers: AdminNumbers) -> Iterator[Number]:
    """As programs read it from the API."""
    told = numbers.as_json()
    for several, kind in KINDS.items():
        for number in told[several]:
            yield kind, number["which"], number["people"], number["answers"]


def by_csv(numbers: AdminNumbers) -> Iterator[Number]:
    """As a spreadsheet reads it from the file."""
    told: dict[tuple[str, str, int], dict[str, int]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(numbers.as_csv())):
        if row["kind"] in KINDS.values():
            told[row["kind"], row["which"], int(row["people"])][row["answer"]] = int(row["count"])
    for (kind, which, people), counts in told.items():
        yield kind, which, people, counts


def by_webhook(bodies: Iterable[str]) -> Iterator[Number]:
    """As events report it."""
    for event in map(json.loads, bodies):
        if event["type"].endswith(".counted"):
            data = event["data"]
            yield event["type"].partition(".")[0], data["which"], data["people"], data["answers"]


def by_picture(message: Message, facts: Participation) -> Iterator[Number]:
    """As the bars show it, and as the words do, which do not say which week they are about."""
    for block in message.blocks:
        drawn = picture_in(block)
        if isinstance(drawn, BarsPicture):
            for (week, _), people in zip(facts.by_week, drawn.numbers, strict=True):
                yield "week", week.isoformat(), people or 0, {}
            for number in list(map(int, re.findall(r"\d+", block["alt_text"])))[1:]:  # the first counts weeks
                yield f"words say {number}", "", number, {}
