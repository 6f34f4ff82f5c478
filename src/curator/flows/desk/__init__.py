"""What the author does at the desk, beside reading it: drafts, undoing, keys."""
