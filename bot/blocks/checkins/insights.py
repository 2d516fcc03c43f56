"""What a leader's check-ins say over time: a sentence each, with its numbers, its span and its weeks."""

from collections.abc import Iterable

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.sizes import size
from bot.blocks.when import day
from bot.domain.checkins.findings import FEWEST_TO_COMPARE
from bot.domain.checkins.insights import FEWEST_TO_COUNT, Insight, InsightFacts
from content.formats import MONTH, WrittenDay
from content.models import Library


def insights(library: Library, facts: InsightFacts) -> Message:
    """Every sentence that the check-ins support, the rule behind them, and who sees them."""
    title = library.say("insights.title")
    blocks = [block_kit.header(title)]
    if facts.insights:
        blocks.append(block_kit.context(library.say("insights.intro", weeks=facts.weeks, first=day(facts.first))))
        blocks += [block_kit.section(sentence(library, insight)) for insight in facts.insights]
    else:
        blocks.append(block_kit.section(library.say("insights.none", weeks=facts.weeks, fewest=FEWEST_TO_COUNT)))
        blocks.append(block_kit.context(library.say("insights.sees")))
        return Message(title, tuple(blocks))  # nothing has been counted yet, so there is no rule to explain
    if not any(insight.is_finding for insight in facts.insights):
        blocks.append(block_kit.section(library.say("insights.no_difference")))
    blocks.append(
        block_kit.context(library.say("insights.rule", fewest=FEWEST_TO_COMPARE), library.say("insights.sees"))
    )
    return Message(library.say("insights.text", count=len(facts.insights)), tuple(blocks))


def sentence(library: Library, insight: Insight) -> str:
    """One insight in mrkdwn: the statement, then what it rests on."""
    basis = library.say("insights.basis", weeks=insight.weeks, first=day(insight.first), last=day(insight.last))
    return f"{library.say(f'insights.{_key(insight)}', **_facts(library, insight))} _{basis}_"


def sentences(library: Library, insights: Iterable[Insight]) -> list[str]:
    """Several in mrkdwn."""
    return [sentence(library, insight) for insight in insights]


def _key(insight: Insight) -> str:
    if insight.key == "takeovers":
        return f"takeovers.{size(insight.numbers['count'])}"
    if insight.key == "kept":
        return "kept.part" if insight.numbers["partly"] else "kept.whole"
    if insight.key == "developed":
        return f"developed.{size(insight.numbers['people']) if insight.people else 'alike'}"
    return insight.key


def _facts(library: Library, insight: Insight) -> dict[str, object]:
    facts: dict[str, object] = {**insight.numbers, "weeks": insight.weeks}
    if insight.key == "takeovers":
        facts["rate"] = round(insight.numbers["count"] / insight.numbers["of"], 1)
    if insight.months:
        facts["months"] = tuple(
            library.say("insights.month", month=WrittenDay(month, MONTH), led=led, of=of)
            for month, led, of in insight.months
        )
    if insight.people:
        facts["person"] = block_kit.person(insight.people[0])
    if insight.choice:
        facts["choice"] = block_kit.escape(_pull(library, insight.choice))
    return facts


def _pull(library: Library, choice: str) -> str:
    labels = {choice.key: choice.label for choice in library.questions["checkin.pulled"].choices}
    return labels.get(choice, choice)
