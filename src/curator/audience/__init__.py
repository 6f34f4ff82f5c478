"""People: sign-up, tokens, preferences, suppression, import and export."""
