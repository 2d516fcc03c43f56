"""What an admin sees of a workspace: counts of five people and more, and how things are set up."""
