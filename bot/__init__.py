"""The wegwijzer: a Dutch chat that tells teachers where to go with a concern about a pupil."""
