"""Ways to reach a judge: HTTP, vLLM in this process, recorded and scripted replies."""
