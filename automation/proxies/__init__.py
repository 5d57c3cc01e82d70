"""Which proxy serves an address, by whom that is said, how it lets one through, and the login it may ask for."""
