"""The language model that is trained, and its batches."""
