"""Sinks: where numbers and alarms of a run go. One protocol, and one class for each tracker."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from rewardkit.errors import MissingExtra
from rewardkit.watch.alarms import Alarm

LEAD = "watch"
"""The first part of the name of every number in a tracker."""


class Sink(Protocol):
    """The interface of a sink."""

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Take the numbers of a step, and the alarms that it gave."""

    def close(self) -> None:
        """Write what is left, and close."""


def scalars(numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> dict[str, float]:
    """Return what a tracker draws: finite numbers, and 1 for each alarm of the step.

    Example:
        >>> scalars({"length": 6.0, "entropy": float("nan")}, [Alarm("own", 3, "paid twice")])
        {'watch/length': 6.0, 'watch/alarm/own': 1.0}
    """
    found = {f"{LEAD}/{name}": v for name, v in numbers.items() if math.isfinite(v)}
    return found | {f"{LEAD}/alarm/{alarm.kind}": 1.0 for alarm in alarms}


class JsonLines:
    """A file with one line for each step, appended to.

    Args:
        path: The file; `read_lines` reads it again.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Append one line; it is in the file when this returns."""
        known = {name: value for name, value in numbers.items() if math.isfinite(value)}
        row = {"step": step, "numbers": known, "alarms": [asdict(one) for one in alarms]}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n")

    def close(self) -> None:
        """Do nothing: each line is written at once."""


def read_lines(path: str | Path) -> list[tuple[int, dict[str, float]]]:
    """Read the steps of a `JsonLines` file; a last line that was cut in half is left out."""
    found = []
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:
                break
            found.append((int(row["step"]), dict(row["numbers"])))
    return found


class TensorBoard:
    """Event files for TensorBoard; alarms are texts too.

    Args:
        folder: The folder of the event files.

    Raises:
        MissingExtra: TensorBoard is not installed.
    """

    def __init__(self, folder: str | Path) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            raise MissingExtra("TensorBoard metrics", "train") from None
        self._writer: Any = SummaryWriter(str(folder))

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Add the numbers of a step."""
        for name, value in scalars(numbers, alarms).items():
            self._writer.add_scalar(name, value, step)
        for alarm in alarms:
            self._writer.add_text(f"{LEAD}/alarms", str(alarm), step)
        self._writer.flush()

    def close(self) -> None:
        """Close the event files."""
        self._writer.close()


class WandB:
    """A run of Weights & Biases: one that is given, or an offline one that is made.

    Args:
        run: The run, as `wandb.init` returned it; it stays open when the sink is closed.
        folder: Where an offline run is kept, if none is given.
        project: The project of that run.

    Raises:
        MissingExtra: wandb is not installed.
    """

    def __init__(
        self, run: Any = None, *, folder: str | Path | None = None, project: str = "rewardkit"
    ) -> None:
        self._own = run is None
        if run is None:
            try:
                import wandb
            except ImportError:
                raise MissingExtra("metrics for Weights & Biases", "wandb") from None
            run = wandb.init(project=project, dir=folder, mode="offline")
        self._run: Any = run

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Log the numbers of a step, with the step beside them: the run may count its own."""
        self._run.log({**scalars(numbers, alarms), f"{LEAD}/step": step})
        for alarm in alarms:
            # An alert of an offline run is kept until it is synchronised.
            self._run.alert(title=f"rewardkit: {alarm.kind}", text=str(alarm))

    def close(self) -> None:
        """Finish the run if this sink made it."""
        if self._own:
            self._run.finish()


class MLflow:
    """The active run of MLflow, or a new one.

    Args:
        uri: The tracking store, such as `sqlite:///mlflow.db`; by default MLflow's own.

    Raises:
        MissingExtra: MLflow is not installed.
    """

    def __init__(self, uri: str | None = None) -> None:
        try:
            import mlflow
        except ImportError:
            raise MissingExtra("metrics for MLflow", "mlflow") from None
        self._mlflow: Any = mlflow
        if uri is not None:
            mlflow.set_tracking_uri(uri)
        self._own = mlflow.active_run() is None
        if self._own:
            mlflow.start_run()

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Log the numbers of a step; alarms become tags too."""
        # MLflow refuses a name with other signs than these.
        found = {_plain_name(name): value for name, value in scalars(numbers, alarms).items()}
        self._mlflow.log_metrics(found, step=step)
        for alarm in alarms:
            self._mlflow.set_tag(f"{LEAD}.alarm.{_plain_name(alarm.kind)}", str(alarm)[:500])

    def close(self) -> None:
        """End the run if this sink began it."""
        if self._own:
            self._mlflow.end_run()


def _plain_name(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "_-./ " else "_" for sign in name)


class Trackio:
    """A run of trackio, kept on this machine.

    Args:
        project: Its project.
        run: A run that was begun already, as `trackio.init` returned it.

    Raises:
        MissingExtra: trackio is not installed.
    """

    def __init__(self, project: str = "rewardkit", run: Any = None) -> None:
        self._own = run is None
        if run is None:
            try:
                import trackio
            except ImportError:
                raise MissingExtra("metrics for trackio", "trackio") from None
            run = trackio.init(project=project)
        self._run: Any = run

    def write(self, step: int, numbers: Mapping[str, float], alarms: Sequence[Alarm]) -> None:
        """Log the numbers of a step."""
        self._run.log(scalars(numbers, alarms), step=step)

    def close(self) -> None:
        """Finish the run if this sink made it."""
        if self._own:
            self._run.finish()
