"""What each address shows. `poort.open_for` above a view says for whom it is open."""
