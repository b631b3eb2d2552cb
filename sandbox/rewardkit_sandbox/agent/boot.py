"""The first lines of an agent: given to `python -c`, they read everything else from 0."""

BOOT = """
import json, os, sys, types
sys.path[:] = [p for p in sys.path if p]
def take(n):
    parts = []
    while n:
        part = os.read(0, n)
        if not part: os._exit(0)
        parts.append(part); n -= len(part)
    return b"".join(parts)
config = json.loads(take(int.from_bytes(take(4), "big")))
for name, source in config.pop("modules"):
    module = types.ModuleType(name)
    module.__file__ = name.replace(".", "/") + ".py"
    module.__path__ = []
    sys.modules[name] = module
    exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)
    above, _, last = name.rpartition(".")
    if above: setattr(sys.modules[above], last, module)
sys.modules["rewardkit_sandbox.agent.server"].main(config)
"""
