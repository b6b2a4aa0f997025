"""Real Laravel, real services: two nodes behind nginx, before the wizard and after it."""
