"""One file a step: it looks where the person stands, acts if need be, and returns a fact."""
