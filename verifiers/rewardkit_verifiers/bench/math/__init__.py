"""The table of graders of mathematics: labels kept, answers lost, answers a second."""
