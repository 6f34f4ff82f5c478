"""One concept per file; each gives its ``ROUTES``."""
