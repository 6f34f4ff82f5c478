"""Issues are put together, looked over and approved."""
