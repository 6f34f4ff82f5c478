"""How long work is done: by one process, in parts, side by side, in time."""
