"""Places whose addresses carry an identifier."""
