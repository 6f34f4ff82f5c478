"""Links saved in other programs: their files read into one shape, and our own list written out."""
