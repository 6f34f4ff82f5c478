"""The newsletter's pages, the author's desk and the JSON API."""
