"""The speed of the wizard as ratios: each against something measured in the same run, never in seconds."""
