"""The real servers that tests talk to: unprivileged, on loopback, in throw-away folders."""
