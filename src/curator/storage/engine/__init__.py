"""How a database is spoken to: its transactions, its types, and who writes when. Knows no noun."""
