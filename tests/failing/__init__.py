"""Everything a person can do, tried again and again with a different database statement failing each time."""
