"""Submitted modals: one file a subject, every callback id once. Saved first, acknowledged after: nothing is lost."""

from bot.blocks.ids import Modal
from handlers.command import Handler
from handlers.views import moments, prompts, selfcheck

VIEWS: dict[Modal, Handler] = {
    Modal.PROMPT_REFLECTION: prompts.reflection,
    Modal.SELFCHECK: selfcheck.selfcheck,
    Modal.COACHING_MOMENT: moments.coaching_moment,
}
