"""Answers in set phrases: yes and no, no solution, days and dates, in many languages."""
