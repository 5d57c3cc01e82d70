"""The durable engine: the queue, who works on it, one person's part, and who stands where."""
