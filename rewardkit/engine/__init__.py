"""The engine: scores any number of samples by chunks, processes, threads and the cache."""
