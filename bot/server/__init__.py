"""Rasa and the action server as we run them: bounded in time, nothing acknowledged lost, nothing open that need not be."""
