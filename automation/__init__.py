"""Many people, durably: the command line, the engine, and everything that is kept in the state folder."""
