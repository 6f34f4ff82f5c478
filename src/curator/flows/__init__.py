"""The use cases: each calls the stages in order and stores what they give."""
