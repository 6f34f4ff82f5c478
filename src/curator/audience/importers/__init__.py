"""Lists of readers from other programs: recognised by their columns, tried dry before they are kept."""
