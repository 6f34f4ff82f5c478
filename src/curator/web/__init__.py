"""The edge that browsers, mail programs and other programs reach: pages, desk, API."""
