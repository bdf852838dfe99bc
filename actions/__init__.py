"""Rasa's custom actions, one a file. Each asks the route map and answers; the wording is in domain.yml."""
