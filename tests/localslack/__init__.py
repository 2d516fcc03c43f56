"""The local Slack against the real SDK and the real Bolt."""
