"""The JSON API under ``/api``; the only part that knows FastAPI."""
