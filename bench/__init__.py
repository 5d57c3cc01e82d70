"""Measurements, run by hand: they print what they saw and pass no judgement."""
