"""The author's own pages: everything works by keyboard and without JavaScript."""
