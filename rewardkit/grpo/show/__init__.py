"""What a person watches and reads of a training run."""
