"""The playground's page: the local Slack in a browser, drawn by the server, for trying and inspecting the bot."""
