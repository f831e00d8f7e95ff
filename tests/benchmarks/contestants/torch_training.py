"""The same steps in PyTorch, as someone who knows it well would write them; see `training_speed.py`."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import torch
from torch import nn
from workload import CLIP, DROPOUT, RATE, WINDOW, median_seconds, stream

TRIAL_SECONDS = 0.5


class Learner:
    """A network of one recurrent layer, its optimiser, and its place in the text."""

    def __init__(self, cell: str, hidden: int, batch: int, vocabulary: int, samples: int, *, sparse: bool) -> None:
        """`sparse`: whether the gradient of rows that were looked up is kept as those rows, or as a whole matrix."""
        words = stream(vocabulary)
        length = (words.size - 1) // batch
        self.ids, self.targets = (
            torch.from_numpy(words[start : start + batch * length].astype(np.int64).reshape(batch, length).T.copy())
            for start in (0, 1)
        )
        self.embedding = nn.Embedding(vocabulary, hidden, sparse=sparse)
        self.layer = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](hidden, hidden)
        self.dropout = nn.Dropout(DROPOUT)
        self.softmax: Full | Sampled = Full(vocabulary, hidden)
        if samples:
            counts = np.bincount(words, minlength=vocabulary)
            self.softmax = Sampled(counts, samples, WINDOW * batch, hidden, sparse=sparse)
        modules = (self.embedding, self.layer, *self.softmax.modules)
        self.parameters = [parameter for module in modules for parameter in module.parameters()]
        self.optimiser = torch.optim.SGD(self.parameters, lr=RATE)
        empty = torch.zeros(1, batch, hidden)
        self.state: Any = (empty, empty) if cell == "lstm" else empty
        self.place = 0

    def learn(self) -> None:
        """Take one step: forward, backward, clipping, update."""
        if self.place + WINDOW > len(self.ids):
            self.place = 0
        window = slice(self.place, self.place + WINDOW)
        self.place += WINDOW
        self.optimiser.zero_grad()
        h, state = self.layer(self.dropout(self.embedding(self.ids[window])), self.state)
        loss = self.softmax.loss(self.dropout(h).flatten(0, 1), self.targets[window].flatten())
        loss.backward()
        clip(self.parameters)
        self.optimiser.step()
        self.state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


class Full:
    """A softmax over the whole vocabulary."""

    def __init__(self, vocabulary: int, hidden: int) -> None:
        self.output = nn.Linear(hidden, vocabulary)
        self.modules = (self.output,)

    def loss(self, h: Any, targets: Any) -> Any:
        """Return the mean loss: h (N, H), targets (N,)."""
        return nn.functional.cross_entropy(self.output(h), targets)


class Sampled:
    """The estimate of `predictor_tui.nn.sampling`: the batch's targets and shared draws, corrected for inclusion."""

    def __init__(self, counts: Any, samples: int, positions: int, hidden: int, *, sparse: bool) -> None:
        unigram = np.maximum(counts, 1).astype(np.float64)
        law = unigram**0.75 / (unigram**0.75).sum()
        missed = samples * np.log1p(-law) + (positions - 1) * np.log1p(-unigram / unigram.sum())
        self.log_chances = torch.from_numpy(np.log(-np.expm1(missed)).astype(np.float32))
        self.edges = torch.from_numpy(np.cumsum(law))
        self.samples = samples
        self.rows = nn.Embedding(counts.size, hidden, sparse=sparse)
        self.bias = nn.Embedding(counts.size, 1, sparse=sparse)
        self.modules = (self.rows, self.bias)

    def loss(self, h: Any, targets: Any) -> Any:
        """Return the mean loss: h (N, H), targets (N,).

        The cross-entropy over corrected scores has the target's own term divided by its chance pi, where it belongs
        whole; with e = exp(-cross-entropy), the term's share, 1 + e (pi - 1) puts that right.
        """
        draws = torch.searchsorted(self.edges, torch.rand(self.samples, dtype=torch.float64) * self.edges[-1])
        draws.clamp_(max=len(self.edges) - 1)
        candidates, places = torch.unique(torch.cat((targets, draws)), return_inverse=True)
        places = places[: len(targets)]
        log_chances = self.log_chances[candidates]
        scores = torch.addmm(self.bias(candidates).squeeze(1) - log_chances, h, self.rows(candidates).t())
        crossed = nn.functional.cross_entropy(scores, places, reduction="none")
        own = log_chances[places]
        return (crossed + torch.log1p(torch.exp(-crossed) * torch.expm1(own)) - own).mean()


def clip(parameters: list[Any]) -> None:
    """Scale all gradients to a global norm of at most CLIP; PyTorch's own function takes no sparse ones."""
    values = []
    for parameter in parameters:
        if parameter.grad.is_sparse:
            parameter.grad = parameter.grad.coalesce()
        values.append(parameter.grad.values() if parameter.grad.is_sparse else parameter.grad)
    factor = (CLIP / (nn.utils.get_total_norm(values) + 1e-6)).clamp(max=1.0)
    for value in values:
        value.mul_(factor)


def main() -> None:
    task = json.loads(sys.argv[1])
    seconds, threads, gradients = (task.pop(key) for key in ("seconds", "threads", "gradients"))
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    kinds = ("dense", "sparse") if gradients == "faster" else (gradients,)
    learners = {kind: Learner(**task, sparse=kind == "sparse") for kind in kinds}
    kind = min(kinds, key=lambda kind: median_seconds(learners[kind].learn, TRIAL_SECONDS))
    each = median_seconds(learners[kind].learn, seconds)
    versions = f"PyTorch {torch.__version__}, {kind} gradients of looked-up rows"
    print(json.dumps({"figures": {"words/s": WINDOW * task["batch"] / each}, "versions": versions}))


if __name__ == "__main__":
    main()
