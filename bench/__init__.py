"""Measurements of the command: beside other ways to do the same work, of its parts, and of many people. Linux only."""
