"""One word at a time through PyTorch's cell modules, with nothing recorded for gradients; see `step_speed.py`."""

from __future__ import annotations

import json
import sys
from typing import Any

import torch
from torch import nn
from workload import stream, word_figures

CELLS = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}


def main() -> None:
    task = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    vocabulary, width, hidden = task["vocabulary"], task["embedding"], task["hidden"]
    embedding = nn.Embedding(vocabulary, width).eval()
    cells = [CELLS[task["cell"]](hidden if layer else width, hidden).eval() for layer in range(task["layers"])]
    projected = task["tied"] and hidden != width
    features = nn.Linear(hidden, width, bias=False).eval() if projected else nn.Identity()
    output = nn.Linear(width if task["tied"] else hidden, vocabulary).eval()
    states: list[Any] = [None] * len(cells)

    def read(word: Any) -> None:
        x = embedding(word)
        for layer, cell in enumerate(cells):
            states[layer] = cell(x, states[layer])
            x = top(states[layer])

    def predict() -> Any:
        return nn.functional.log_softmax(output(features(top(states[-1]))), dim=1)

    with torch.inference_mode():
        ids = torch.from_numpy(stream(vocabulary, task["words"])).long()[:, None]
        figures = word_figures(read, predict, ids)
    print(json.dumps({"figures": figures, "versions": f"PyTorch {torch.__version__}"}))


def top(state: Any) -> Any:
    """Return h, which an LSTM's state begins with."""
    return state[0] if isinstance(state, tuple) else state


if __name__ == "__main__":
    main()
