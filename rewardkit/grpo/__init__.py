"""The bundled GRPO loop. Read `step` first: it is one step, from problems to weights.

`config` says what a run is, `policy` is the model, `rollout` what it writes and how that is scored,
`objective` what is learnt from it, `groups` both ends of a step together, `run` everything around
the steps: stages, measuring, checkpoints, the run folder. `parallel` is several processes.
Importing this package imports nothing heavy; the modules from `policy` on need torch.
"""
