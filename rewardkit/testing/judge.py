"""Judges without a model, for tests: fixed verdicts, scripted replies, recordings."""

from rewardkit.judge.transports.base import Answer, Transport, completion_body
from rewardkit.judge.transports.cassette import Cassette, Recorder
from rewardkit.judge.transports.fake import FakeJudge

__all__ = ["Answer", "Cassette", "FakeJudge", "Recorder", "Transport", "completion_body"]
