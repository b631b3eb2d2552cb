"""Graders written for other systems, read into specs of rewards."""
