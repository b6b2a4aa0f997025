"""Tests of the sections: answers in, texts out, judged by real PHP."""
