"""The clock and the queue: ticks that ask storage what is due."""
