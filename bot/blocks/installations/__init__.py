"""Messages about the installation itself and the scopes it lacks."""
