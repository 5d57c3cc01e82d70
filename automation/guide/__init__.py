"""The error guide as it is read: a card on the terminal, a list, a search, a page of the documentation."""
