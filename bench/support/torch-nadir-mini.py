"""nadir-mini in PyTorch (eager) on the work that bench/training-step.ts or bench/decoding.ts left in a folder: checks
that it is the same model, then prints wall and CPU seconds of each round as JSON.

    python torch-nadir-mini.py training|decoding FOLDER
"""
import json
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch_twin import training, writing
from torch_twin.model import NadirMini

folder = Path(sys.argv[2])
task = json.loads((folder / "task.json").read_text())
place = Path(task["model"])
work = load_file(folder / "work.safetensors")
torch.manual_seed(1)


def read(name):
    return json.loads((place / name).read_text())


model = NadirMini(read("config.json"), len(read("vocabulary.json")["words"])).load(load_file(place / "model.safetensors"))


def rounds(pieces, warm_ups):
    """Seconds of each piece of work after the first `warm_ups`."""
    wall, cpu = [], []
    for piece in pieces:
        started, before = time.perf_counter(), time.process_time()
        piece()
        cpu.append(round(time.process_time() - before, 4))
        wall.append(round(time.perf_counter() - started, 4))
    return {"wall": wall[warm_ups:], "cpu": cpu[warm_ups:]}


def agree(name, own, theirs):
    error = (torch.as_tensor(own) - torch.as_tensor(theirs)).abs().max().item()
    if not error < 1e-4:
        sys.exit(f"{name} differ by {error}: PyTorch's is another model, and its speed says nothing.")


def trained():
    """Steps of a model that begins anew, without dropout as in the check and with it as in a run."""
    features, settings = work["features"], task["crossEntropy"]
    first = task["steps"][0]
    inputs, _ = training.teacher_batch(first["captions"])
    with torch.no_grad():
        agree("Logits", model(features[first["rows"]], inputs).flatten(0, 1), work["logits"])
    begun = training.frozen_copy(model)
    optimizer = training.optimizer_of(model, settings)
    for expected in task["check"]:
        found = training.cross_entropy_step(model, optimizer, features[first["rows"]], first["captions"], settings, 0.0)
        agree("Losses and norms of gradients", found, [expected["loss"], expected["gradientNorm"]])
    model.load_state_dict(begun.state_dict())
    optimizer = training.optimizer_of(model, settings)
    yield "crossEntropy", [
        lambda step=step: training.cross_entropy_step(
            model, optimizer, features[step["rows"]], step["captions"], settings, task["dropout"]
        )
        for step in task["steps"]
    ]
    settings = task["scst"]
    model.load_state_dict(begun.state_dict())
    optimizer = training.optimizer_of(model, settings)
    # Rewards are drawn: what they cost is the metrics' time, not the network's.
    yield "selfCritical", [
        lambda step=step: training.self_critical_step(
            model, begun, optimizer, features[step["rows"]], settings, task["maxNewTokens"],
            lambda tokens: torch.rand(tokens.shape[0]),
        )
        for step in task["selfCriticalSteps"]
    ]


@torch.no_grad()
def written():
    features, most = work["features"], task["maxNewTokens"]
    decodings = {
        "greedy": lambda: writing.greedy(model, model.encode(features), most),
        "beam": lambda: writing.beam(model, model.encode(features), task["beams"], most),
    }
    for name, decode in decodings.items():
        for row, (found, expected) in enumerate(zip(decode().tolist(), task["captions"][name])):
            if [token for token in found if token != writing.PADDING] != expected:
                sys.exit(f"{name}: caption {row} is {found} and should be {expected}.")
        yield name, [decode] * (task["warmUps"] + task["rounds"])


parts = {"training": trained, "decoding": written}[sys.argv[1]]
timings = {name: rounds(pieces, task["warmUps"]) for name, pieces in parts()}
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "timings": timings}))
