"""Finds and hides personal data: recognisers, the redactor, pseudonyms, retention."""
