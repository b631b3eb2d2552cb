"""Run untrusted programs and report what happened; knows nothing of rewards."""
