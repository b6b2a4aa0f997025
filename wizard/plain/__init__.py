"""The wizard as lines: for screen readers, dumb terminals and very small windows."""
