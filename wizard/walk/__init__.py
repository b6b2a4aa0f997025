"""A person's walk through the questions: plain data that the screens and the plain prompts both read."""
