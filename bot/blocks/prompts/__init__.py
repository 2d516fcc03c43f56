"""Cards and views of daily prompts, streaks and programmes."""
