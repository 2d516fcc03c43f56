"""What admins read about the prompts."""

from bot.blocks.prompts.what_works import what_works
from bot.domain.prompts.what_works import PromptTally, in_order
from bot.localslack.validate import validate
from content.models import Library


def test_the_most_and_the_least_taken_up_are_listed_with_the_rule(library: Library) -> None:
    prompts = list(library.prompts.values())[:30]
    tallies = [
        PromptTally(20, done=number % 20, reflected=0, later=1, not_for_me=20 - number % 20) for number in range(30)
    ]
    message = what_works(library, in_order(zip(prompts, tallies, strict=True)))
    assert validate(list(message.blocks), "message") == []
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    most, least = texts.index("*Taken up most*"), texts.index("*Taken up least*")
    assert (most, least, len(texts)) == (0, 9, 19)
    assert "Done: 18," in texts[2]
    assert "Done: 19–20, with a note: 0–1, not for me: 0–1. Brought back later: 0–1." in texts[1]
    assert "10 people" in texts[-1]


def test_before_five_people_answered_one_the_rule_stands_alone(library: Library) -> None:
    message = what_works(library, in_order([]))
    assert [block["type"] for block in message.blocks] == ["header", "section", "section", "context"]
