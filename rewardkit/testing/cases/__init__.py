"""Cases: samples with what must hold, read from files and run."""
