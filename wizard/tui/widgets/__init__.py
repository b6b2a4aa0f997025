"""The pieces a screen is put together from."""
