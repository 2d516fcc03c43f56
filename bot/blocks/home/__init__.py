"""The Home tab, section by section."""
