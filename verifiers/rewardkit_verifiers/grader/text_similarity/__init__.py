"""How alike are two texts, by a measure of OpenAI's `text_similarity`?"""
