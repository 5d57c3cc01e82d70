"""Pages kept without whose they are: what may stay in them, what is struck out, and the folder they lie in."""
