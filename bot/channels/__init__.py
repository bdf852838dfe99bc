"""The doors of the bot: who are you, is it small and slow enough, redact; then hand to Rasa and render its answer."""
