"""Samples, scores, rows of files and digests; this package imports only `errors`."""
