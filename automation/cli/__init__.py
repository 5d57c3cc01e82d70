"""The commands of `ekakushin`: their arguments and options, and the functions they call."""
