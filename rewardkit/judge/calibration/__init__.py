"""How well judges agree with labels and with each other."""
