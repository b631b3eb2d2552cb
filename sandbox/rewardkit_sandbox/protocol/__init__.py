"""Frames and values as both ends of the wire read and write them; sent to the agent."""
