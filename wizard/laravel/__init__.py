"""What Laravel means, from texts, never from a project on disk."""
