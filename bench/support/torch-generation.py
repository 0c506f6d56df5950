"""The same model and task as bench/generation.ts in PyTorch, eager: CPU seconds of each round as JSON."""
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
    figures = []
    for attempt in range(rounds + 1):
        before = time.process_time()
        with torch.no_grad():
            model.generate(
                input_ids=tokens,
                max_new_tokens=targets,
                min_new_tokens=targets,
                num_beams=beams,
                do_sample=False,
            )
        figures.append(time.process_time() - before)
    return [round(figure, 3) for figure in figures[1:]]


print(json.dumps({"torch": torch.__version__, "greedy": seconds(1, 5), "beam5": seconds(5, 2)}))
