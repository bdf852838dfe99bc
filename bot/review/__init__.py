"""The coordinators' site: see what teachers ask, mend what the bot says. A Django project of its own, beside the bot."""
