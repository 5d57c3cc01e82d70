"""Groups of commands: what each command takes, and whom it calls."""
