"""Reward models with a scalar head: here, and behind a real vLLM server."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get
from rewardkit.testing.vllm_server import vllm_server

TEMPLATE = "{% for m in messages %}[{{ m['role'] }}] {{ m['content'] }} {% endfor %}[end]"
WORDS = "please thanks the tea is here now or in a while because I said so user assistant end"
ROWS = [
    {"prompt": "tea is here", "completion": "please thanks"},
    {"prompt": "tea is here", "completion": "because I said so"},
    {"prompt": "", "completion": "thanks thanks thanks"},
    {"prompt": "now or in a while", "completion": "the tea is here because I said so"},
]


def make(folder: Path, labels: int = 1) -> Path:
    """Write a small model with a head of random weights, large enough to tell texts apart."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = ["<pad>", "<unk>", "[", "]", *sorted(set(WORDS.split()))]
    vocabulary = {word: place for place, word in enumerate(words)}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", unk_token="<unk>", chat_template=TEMPLATE
    )
    torch.manual_seed(3)
    config = transformers.Qwen3Config(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=1,
        num_key_value_heads=1,
        head_dim=32,
        max_position_embeddings=64,
        pad_token_id=0,
        num_labels=labels,
    )
    model = transformers.Qwen3ForSequenceClassification(config)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() > 1:
                weight.normal_(0, 0.3)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("reward-model") / "model")


def raw(reward: Any, rows: list[dict[str, str]] = ROWS) -> list[float]:
    found = reward.score_many(rows)
    assert [one.status for one in found] == ["ok"] * len(rows), [one.detail for one in found]
    return [one.score.extra["raw"] for one in found]


def logits(model: Path, texts: list[str]) -> list[float]:
    """What the model says of texts, by nothing but transformers."""
    import torch
    import transformers

    load: Any = transformers.AutoModelForSequenceClassification
    tokens: Any = transformers.AutoTokenizer
    tokenizer, scorer = tokens.from_pretrained(model), load.from_pretrained(model).eval()
    with torch.no_grad():
        return [
            scorer(**tokenizer(text, return_tensors="pt")).logits[0, 0].item() for text in texts
        ]


def test_a_model_in_this_process_gives_its_logit(model: Path) -> None:
    plain = get("judge/reward_model", judge={"path": str(model)}, chat=False)
    texts = [f"{row['prompt']}\n{row['completion']}".strip() for row in ROWS]
    expected = logits(model, texts)
    assert raw(plain) == pytest.approx(expected, abs=1e-5)
    assert len({round(value, 3) for value in expected}) == len(ROWS)
    values = [one.value for one in plain.score_many(ROWS)]
    assert values == pytest.approx([1 / (1 + math.exp(-one)) for one in expected], abs=1e-5)


def test_a_chat_is_shown_by_the_template_of_the_model(model: Path) -> None:
    asked = [f"[user] {row['prompt']} " if row["prompt"] else "" for row in ROWS]
    texts = [
        f"{user}[assistant] {row['completion']} [end]"
        for user, row in zip(asked, ROWS, strict=True)
    ]
    chat = get("judge/reward_model", judge={"path": str(model)})
    assert raw(chat) == pytest.approx(logits(model, texts), abs=1e-5)


def test_a_text_that_is_too_long_is_an_error_and_not_cut(model: Path) -> None:
    prefers = get("judge/reward_model", judge={"path": str(model)}, chat=False)
    found = prefers.score(completion="please " * 65)
    assert (found.value, found.reason) == (None, "judge_rejected")
    assert "reads 64 tokens" in found.detail


def test_a_model_without_a_template_says_what_to_set(model: Path, tmp_path: Path) -> None:
    import shutil

    bare = tmp_path / "bare"
    shutil.copytree(model, bare)
    (bare / "chat_template.jinja").unlink()
    found = get("judge/reward_model", judge={"path": str(bare)}).score(completion="thanks")
    assert (found.value, found.reason) == (None, "judge_rejected")
    assert "set chat=False" in found.detail


def test_a_model_of_two_labels_is_no_reward_model(tmp_path: Path) -> None:
    two = make(tmp_path / "two", labels=2)
    found = get("judge/reward_model", judge={"path": str(two)}).score(completion="thanks")
    assert (found.value, found.reason) == (None, "judge_bad_verdict")
    assert "2 labels" in found.detail


def test_a_fake_holds_the_ends_of_any_range() -> None:
    for squash in (True, False):
        for says, end in (("approve", 5.0), ("deny", -5.0)):
            judge = {"fake": says}
            prefers = get("judge/reward_model", judge=judge, squash=squash, low=-5.0, high=5.0)
            assert prefers.score(completion="Paris.").value == end


@pytest.fixture(scope="module")
def judge(vllm_python: Path, model: Path) -> Iterator[dict[str, Any]]:
    """The setting of a reward model that is served by vLLM."""
    pytest.importorskip("openai")
    with vllm_server(vllm_python, model, options=("--runner", "pooling")) as url:
        yield {"url": url, "model": "tiny", "timeout": 120}


@pytest.mark.vllm
@pytest.mark.slow
class TestServed:
    """The same model behind vLLM."""

    @pytest.mark.parametrize("chat", [True, False])
    def test_the_number_is_that_of_the_model_in_this_process(
        self, judge: dict[str, Any], model: Path, chat: bool
    ) -> None:
        there = get("judge/reward_model", judge=judge, chat=chat)
        here = get("judge/reward_model", judge={"path": str(model)}, chat=chat)
        assert raw(there) == pytest.approx(raw(here), abs=1e-4)
        values = [one.value for one in there.score_many(ROWS)]
        assert values == pytest.approx([one.value for one in here.score_many(ROWS)], abs=1e-4)

    def test_pairs_are_scored_by_their_own_route(self, judge: dict[str, Any], model: Path) -> None:
        pairs = [row for row in ROWS if row["prompt"]]
        scored = raw(get("judge/reward_model", judge=judge, route="score"), pairs)
        # Without a template for pairs, vLLM joins the tokens of both.
        texts = [f"{row['prompt']} {row['completion']}" for row in pairs]
        assert scored == pytest.approx(logits(model, texts), abs=1e-4)

    def test_the_number_itself_is_to_be_had_too(self, judge: dict[str, Any], model: Path) -> None:
        plain = get("judge/reward_model", judge=judge, squash=False, low=-50.0, high=50.0)
        assert [one.value for one in plain.score_many(ROWS)] == pytest.approx(raw(plain))

    def test_a_reply_is_paid_for_once(self, judge: dict[str, Any], tmp_path: Path) -> None:
        kept = {**judge, "ledger": str(tmp_path / "calls.db")}
        prefers = get("judge/reward_model", judge=kept)
        first, again = prefers.score(**ROWS[0]), prefers.score(**ROWS[0])
        assert first.value == again.value
        assert again.score.extra["judge_cached"] is True

    @pytest.mark.parametrize(
        ("change", "completion"),
        [({}, "please " * 200), ({"model": "nobody"}, "please")],
    )
    def test_what_the_server_refuses_is_an_error(
        self, judge: dict[str, Any], change: dict[str, Any], completion: str
    ) -> None:
        prefers = get("judge/reward_model", judge={**judge, **change}, chat=False)
        found = prefers.score(completion=completion)
        assert (found.value, found.reason) == (None, "judge_rejected")
