"""One file a step: it looks whether the step is done, acts if need be, and returns the result."""
