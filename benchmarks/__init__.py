"""Measurements. They never fail a build by a clock; floors on accuracy stand in tests/nlu."""
