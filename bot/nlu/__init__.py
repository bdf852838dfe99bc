"""Rasa graph components for the Dutch of teachers. Imports nothing of the project but data files."""
