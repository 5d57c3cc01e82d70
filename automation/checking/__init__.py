"""Whether a site has changed: what was looked at, what is different, and how that is told."""
