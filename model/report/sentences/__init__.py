"""What the tables say, in sentences of both languages."""
