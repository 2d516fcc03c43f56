"""The playground, tried as a person and as an app would."""
