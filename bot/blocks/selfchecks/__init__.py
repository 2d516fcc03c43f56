"""Cards and views of the self-check and of the salespeople's feedback on it."""
