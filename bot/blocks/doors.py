"""The state of a workspace's webhook, in a sentence for its admins."""

from bot.domain.doors.webhooks import WebhookFacts
from content.formats import SHORT_DAY_AND_YEAR, WrittenMoment
from content.models import Library


def webhook_state(library: Library, facts: WebhookFacts | None) -> str:
    """The sentence, in mrkdwn."""
    if facts is None:
        return library.say("doors.webhook.none")
    webhook, place = facts.webhook, {"host": facts.host, "waiting": facts.waiting}
    if facts.secret:
        return library.say("doors.webhook.made", host=facts.host, secret=facts.secret)
    if not facts.has_admin:
        return library.say("doors.webhook.no_admin", **place)
    if webhook.trouble:
        return library.say("doors.webhook.trouble", trouble=webhook.trouble, failures=webhook.failures, **place)
    if webhook.worked_at is None:
        return library.say("doors.webhook.new", **place)
    return library.say(
        "doors.webhook.works", when=WrittenMoment(webhook.worked_at, skeleton=SHORT_DAY_AND_YEAR), **place
    )
