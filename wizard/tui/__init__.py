"""The wizard on a full screen: a reader of the core that shows and reports, and never decides."""
