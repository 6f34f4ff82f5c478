"""Links saved in other programs."""
