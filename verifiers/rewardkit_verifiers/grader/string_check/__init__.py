"""Are two texts equal, or is one in the other? Exactly, as OpenAI's `string_check` asks."""
