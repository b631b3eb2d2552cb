"""Cases: samples with expectations, read from files and run."""
