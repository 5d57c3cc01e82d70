"""What each command takes, and whom it calls."""
