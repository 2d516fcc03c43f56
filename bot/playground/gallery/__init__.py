"""The gallery: everything that the bot can show, made from the types of its facts."""
