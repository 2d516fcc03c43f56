"""Rules about ride-alongs: planning, reflections, coaching moments, development, and meetings in calendars."""
