"""How much personal data is found, and what is wrongly hidden."""
