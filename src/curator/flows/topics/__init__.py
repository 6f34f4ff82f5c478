"""The taxonomy is applied, changed and corrected."""
