"""The work behind each command, without its arguments and options."""
