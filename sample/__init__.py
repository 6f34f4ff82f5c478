"""The sample week: a made-up author, her feeds.yaml, and the small web that she reads.

All of it was written for Curator. It stands in for the internet in the demo and in tests.
"""
