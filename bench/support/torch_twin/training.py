"""One step of cross-entropy and one of self-critical training of the twin, as main/training takes them."""
import copy

import torch
import torch.nn.functional as F

from .writing import END, FORBIDDEN, PADDING, START, UNKNOWN, sample

IGNORED = -100


def optimizer_of(model, settings):
    """AdamW in one fused kernel; decay on matrices only."""
    matrices = [value for value in model.parameters() if value.ndim > 1]
    vectors = [value for value in model.parameters() if value.ndim == 1]
    groups = [
        {"params": matrices, "weight_decay": settings["weightDecay"]},
        {"params": vectors, "weight_decay": 0.0},
    ]
    rates = {"lr": settings["learningRate"], "betas": (settings["beta1"], settings["beta2"])}
    return torch.optim.AdamW(groups, **rates, fused=True)


def teacher_batch(captions):
    """Token ids that end with the end token → inputs and labels int64[N, T]."""
    length = max(map(len, captions))
    inputs = torch.full((len(captions), length), PADDING)
    labels = torch.full((len(captions), length), IGNORED)
    for row, caption in enumerate(captions):
        tokens = torch.tensor(caption)
        labels[row, : len(caption)] = tokens.masked_fill(tokens == UNKNOWN, IGNORED)
        inputs[row, 0] = START
        inputs[row, 1 : len(caption)] = tokens[:-1]
    return inputs, labels


def follow(model, optimizer, loss, clip_norm):
    optimizer.zero_grad()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()
    return loss.item(), norm.item()


def cross_entropy_step(model, optimizer, features, captions, settings, rate):
    """Loss in nats a token with label smoothing, and the norm of the gradients before clipping."""
    inputs, labels = teacher_batch(captions)
    logits = model(features, inputs, rate)
    loss = F.cross_entropy(
        logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=settings["labelSmoothing"]
    )
    return follow(model, optimizer, loss, settings["clipNorm"])


def frozen_copy(model):
    return copy.deepcopy(model).requires_grad_(False)


def policy_logs(model, features, inputs):
    logits = model(features, inputs)
    hidden = torch.zeros(logits.shape[-1])
    hidden[FORBIDDEN] = -1e9
    return F.log_softmax(logits + hidden, -1)  # [N, T, V]


def self_critical_step(model, start, optimizer, features, settings, most, reward):
    """Samples captions, rewards them by `reward`, follows the advantages, held to `start` by the divergence of the next
    word. Returns the number of tokens that were sampled."""
    samples = settings["samplesPerImage"]
    with torch.no_grad():
        tokens = sample(model, model.encode(features), samples, most)  # [N, T]
    labels = tokens
    inputs = torch.cat([torch.full((tokens.shape[0], 1), START), tokens[:, :-1]], 1)
    inputs = inputs.masked_fill(inputs == END, PADDING)
    rewards = reward(tokens).view(-1, samples)
    advantages = (rewards - (rewards.sum(1, keepdim=True) - rewards) / (samples - 1)).flatten()
    counts = labels != PADDING
    logs = policy_logs(model, features, inputs)
    with torch.no_grad():
        before = policy_logs(start, features, inputs)
    chosen = logs.gather(-1, labels[..., None])[..., 0]
    policy = -(advantages[:, None] * chosen * counts).sum()
    distance = ((logs.exp() * (logs - before)).sum(-1) * counts).sum()
    loss = (policy + settings["klWeight"] * distance) / counts.sum()
    follow(model, optimizer, loss, settings["clipNorm"])
    return int(counts.sum())
