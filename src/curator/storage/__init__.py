"""The only room that knows SQL: one file per noun, and the engine they run on."""
