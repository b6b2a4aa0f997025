"""The commands, one file each: `plan` and `apply`, `doctor`, and the wizard itself."""
