unnamed = "unnamed"
