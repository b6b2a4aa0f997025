"""Diffs: what changes line by line and word by word, and nothing that is secret."""

from __future__ import annotations

from wizard.diff.lines import Kind, Line, around, between, counted, whole
from wizard.diff.pairs import Row, Span, beside, partners, words

__all__ = ["Kind", "Line", "Row", "Span", "around", "beside", "between", "counted", "partners", "whole", "words"]
