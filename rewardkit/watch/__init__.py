"""Numbers and alarms about a training run, from the completions that it scores anyway."""
