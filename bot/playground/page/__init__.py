"""The playground's page: the local Slack in a browser, drawn by the server, to try the bot and to look at it."""
