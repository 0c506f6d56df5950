"""Greedy captions, samples and beam search for the twin: cached keys and values lengthened by concatenation, no Python
per row or word. transformers' generate does the same work with more of its own around it."""
import torch
import torch.nn.functional as F

PADDING, START, END, UNKNOWN = 0, 1, 2, 3
FORBIDDEN = [PADDING, START, UNKNOWN]


class Writing:
    """Sequences being written, `width` adjacent ones for each memory."""

    def __init__(self, model, memory, width, most):
        self.model = model
        self.bias = model.decoder.position_bias(most)
        self.memories = model.decoder.begin(memory)
        self.pasts = [None] * len(self.memories)
        self.length = 0

    def step(self, tokens):
        """Log-probabilities of what follows tokens int64[N]: float32[N, V]."""
        embedded = F.embedding(tokens[:, None], self.model.embedding)
        bias = self.bias[:, :, self.length : self.length + 1, : self.length + 1]
        hidden, self.pasts = self.model.decoder(embedded, bias, self.pasts, self.memories, 0.0)
        self.length += 1
        logits = self.model.words(hidden)[:, 0]
        logits[:, FORBIDDEN] = float("-inf")
        return F.log_softmax(logits, -1)

    def reorder(self, rows):
        self.pasts = [(keys.index_select(0, rows), values.index_select(0, rows)) for keys, values in self.pasts]


@torch.no_grad()
def roll_out(model, memory, width, most, choose):
    """Tokens int64[N, T], padded behind the end token."""
    writing = Writing(model, memory, width, most)
    last = torch.full((memory.shape[0] * width,), START)
    finished = torch.zeros_like(last, dtype=torch.bool)
    written = []
    for _ in range(most):
        last = choose(writing.step(last)).masked_fill(finished, PADDING)
        written.append(last)
        finished = finished | (last == END)
        if finished.all():
            break
    return torch.stack(written, 1)


def greedy(model, memory, most):
    return roll_out(model, memory, 1, most, lambda logs: logs.argmax(-1))


def sample(model, memory, width, most):
    return roll_out(model, memory, width, most, lambda logs: torch.multinomial(logs.exp(), 1)[:, 0])


@torch.no_grad()
def beam(model, memory, beams, most):
    """The best sequence of each memory, int64[B, most], padded: scores are means a token, a search goes on while an open
    sequence could still become better, and cut sequences stand behind finished ones, as in main/generation/beam.ts."""
    images = memory.shape[0]
    writing = Writing(model, memory, beams, most)
    first = torch.arange(images)[:, None] * beams
    totals = torch.full((images, beams), float("-inf"))
    totals[:, 0] = 0
    tokens = torch.zeros(images, beams, most, dtype=torch.long)
    ended_scores = torch.full((images, beams), float("-inf"))
    ended = torch.zeros_like(tokens)
    done = torch.zeros(images, dtype=torch.bool)
    last = torch.full((images * beams,), START)
    for at in range(most):
        logs = writing.step(last).view(images, beams, -1)
        vocabulary = logs.shape[-1]
        best, where = (totals[..., None] + logs).flatten(1).topk(2 * beams)  # [B, 2 · beams]
        source, word = where // vocabulary, where % vocabulary
        candidates = tokens.gather(1, source[..., None].expand(-1, -1, most))
        candidates[:, :, at] = word
        ends = word == END
        # An ending counts when it is among the first `beams`.
        scores = (best / (at + 1)).masked_fill(~ends, float("-inf"))[:, :beams]
        scores, kept = torch.cat([ended_scores, scores], 1).topk(beams)
        rows = torch.cat([ended, candidates[:, :beams]], 1)
        now_ended = rows.gather(1, kept[..., None].expand(-1, -1, most))
        # Of the others the best `beams` stay open.
        totals, open_ = best.masked_fill(ends, float("-inf")).topk(beams)
        tokens = candidates.gather(1, open_[..., None].expand(-1, -1, most))
        ended_scores = torch.where(done[:, None], ended_scores, scores)
        ended = torch.where(done[:, None, None], ended, now_ended)
        # Sums only fall, so the best that an open sequence can reach is its sum over the longest length.
        done = done | (ended_scores[:, -1] >= totals[:, 0] / most)
        if done.all():
            break
        writing.reorder((first + source.gather(1, open_)).flatten())
        last = tokens[:, :, at].flatten()
    found = ended_scores[:, 0] > float("-inf")
    return torch.where(found[:, None], ended[:, 0], tokens[:, 0])
