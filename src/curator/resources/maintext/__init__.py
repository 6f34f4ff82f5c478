"""The main text of a page: cut into blocks, voted on block by block, written as Markdown."""
