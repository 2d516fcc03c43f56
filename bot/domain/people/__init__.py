"""Rules about people: who they are, what they may do, their settings, teams, absences and what they were shown."""
