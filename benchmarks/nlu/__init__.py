"""Accuracy of the language model."""
