"""Many people: the command line, the vault, certificates at rest, evidence and reports."""
