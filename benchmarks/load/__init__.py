"""Speed, memory and start: the bot beside stock Rasa, in one run on one machine."""
