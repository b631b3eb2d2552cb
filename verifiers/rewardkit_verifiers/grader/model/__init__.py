"""A judge asked with messages of one's own, as OpenAI's `score_model` and `label_model`."""
