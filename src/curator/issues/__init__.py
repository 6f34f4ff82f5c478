"""Resources become an issue: select, compose, render, lint, archive."""
