"""The bundled GRPO loop: plain functions, in the order in which the data flows.

config -> tasks -> policy -> supervised -> rollout -> scoring -> advantage -> loss -> update,
with evaluate, checkpoint, tracking and screen used by them, and loop calling them all.
Importing this package imports nothing heavy; the modules from `policy` on need torch.
"""
