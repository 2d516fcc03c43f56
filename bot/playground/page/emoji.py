"""The emoji that the app and the team use, by Slack's names. Other names stay as they were typed."""

import re

EMOJI = {
    "+1": "👍",
    "bulb": "💡",
    "calendar": "📅",
    "clap": "👏",
    "coffee": "☕",
    "eyes": "👀",
    "fire": "🔥",
    "heart": "❤️",
    "palm_tree": "🌴",
    "raised_hands": "🙌",
    "seedling": "🌱",
    "slightly_smiling_face": "🙂",
    "smile": "😄",
    "snowflake": "❄️",
    "spiral_calendar_pad": "🗓️",
    "star": "⭐",
    "tada": "🎉",
    "thinking_face": "🤔",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
}
NAMED = re.compile(r":([a-z0-9_+\-]+):")


def pictured(text: str) -> str:
    """`text` with known names replaced by emoji."""
    return NAMED.sub(lambda name: EMOJI.get(name[1], name[0]), text)
