"""What people type, read: days, times, lengths, countries. Pure rules, with libraries that `bot.domain` does without."""
