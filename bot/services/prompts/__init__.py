"""Use cases of daily prompts: choosing one, answering it, streaks and programmes."""
