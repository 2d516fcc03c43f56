"""The state of a workspace's webhook, in a sentence for its admins."""

from bot.domain.integrations.webhooks import WebhookFacts
from content.formats import SHORT_DAY_AND_YEAR, WrittenMoment
from content.models import Library


def webhook_state(library: Library, facts: WebhookFacts | None) -> str:
    """The sentence, in mrkdwn."""
    if facts is None:
        return library.say("integrations.webhook.none")
    webhook, place = facts.webhook, {"host": facts.host, "waiting": facts.waiting}
    if facts.secret:
        return library.say("integrations.webhook.made", host=facts.host, secret=facts.secret)
    if not facts.has_admin:
        return library.say("integrations.webhook.no_admin", **place)
    if webhook.trouble:
        return library.say("integrations.webhook.trouble", trouble=webhook.trouble, failures=webhook.failures, **place)
    if webhook.worked_at is None:
        return library.say("integrations.webhook.new", **place)
    return library.say(
        "integrations.webhook.works", when=WrittenMoment(webhook.worked_at, skeleton=SHORT_DAY_AND_YEAR), **place
    )
