"""What flows: samples, scores, rows of files, digests. Imports errors alone."""
