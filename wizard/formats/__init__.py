"""Pure text to text: knows the formats, nothing of Laravel."""
