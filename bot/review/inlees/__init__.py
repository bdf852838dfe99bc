"""From Rasa's events to the tables of the site: `bron` reads, `afleiden` understands, `opslag` stores, `lezer` keeps the place."""
