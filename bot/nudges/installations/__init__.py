"""Nudges about the installation itself."""
