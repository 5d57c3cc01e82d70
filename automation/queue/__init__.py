"""The queue as the engine keeps it: what is in it, where it lies, who works on it, and who stands where."""
