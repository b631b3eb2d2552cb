"""Cards and plugins, read into entries; imports no reward."""
