"""One file a screen: how it is recognised, what it says, what one can do there."""
