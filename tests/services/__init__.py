"""Every live probe against real servers, and against bad company."""
