"""Rules about daily prompts: which one comes, what an answer is, streaks, and programmes."""
