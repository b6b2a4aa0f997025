"""Tests of the formats: text in, text out."""
