"""The same model and task as bench/generation.ts in PyTorch, eager: seconds of each round as JSON."""
import json
import sys
import time

import torch
from transformers import T5Config, T5ForConditionalGeneration

inputs, sources, targets = map(int, sys.argv[1:4])
torch.manual_seed(1)
config = T5Config(vocab_size=32128, d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_heads=8, decoder_start_token_id=0)
model = T5ForConditionalGeneration(config).eval()
tokens = torch.randint(3, 32000, (inputs, sources))


def seconds(beams, rounds):
    figures = {"wall": [], "cpu": []}
    for attempt in range(rounds + 1):
        before, cpu_before = time.perf_counter(), time.process_time()
        with torch.no_grad():
            model.generate(
                input_ids=tokens,
                max_new_tokens=targets,
                min_new_tokens=targets,
                num_beams=beams,
                do_sample=False,
            )
        # The first round warms up.
        if attempt > 0:
            figures["wall"].append(time.perf_counter() - before)
            figures["cpu"].append(time.process_time() - cpu_before)
    return figures


timings = {"greedy": seconds(1, 5), "beam5": seconds(5, 5)}
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "timings": timings}))
