"""Calibration: agreement of judges with labels and with each other."""
