"""What a terminal shows while people are worked on, and afterwards."""
