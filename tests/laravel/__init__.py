"""What Laravel means, proved by Laravel itself."""
