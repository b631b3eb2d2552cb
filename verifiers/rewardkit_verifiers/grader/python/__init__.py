"""Python that grades, as OpenAI's `python` grader: `grade(sample, item)`, run in the sandbox."""
