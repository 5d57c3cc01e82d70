"""The state folder: what lies in it, written durably and for its owner alone."""
