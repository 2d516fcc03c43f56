"""Every act of a person, tried again and again with another statement of the database failing each time."""
