"""What the portable folder for Windows is made of, and how it becomes one zip that is the same wherever it is built."""
