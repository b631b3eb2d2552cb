"""The benchmark of mathematics graders: accuracy, lost answers, answers per second."""
