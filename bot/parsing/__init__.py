"""What people type, read: days, times, lengths, countries. Pure rules, with libraries that the domain does without."""
