"""A link becomes a resource: metadata, text, identity, kind."""
