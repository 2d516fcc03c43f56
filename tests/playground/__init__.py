"""The playground, used as a person and as an app would."""
