"""nadir-mini in PyTorch, eager: the shapes and names of main/models/nadir-mini, so that its weights load strictly.

Axis legend: B images, G grid side, C channels, S image tokens, Q queries, N sequences, T tokens, H heads, W head width,
D width, V vocabulary.
"""
import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.heads, self.width = heads, width
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=bias) for _ in range(4))

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)  # [B, H, T, W]

    def project(self, source):
        return self.split(self.k(source)), self.split(self.v(source))

    def forward(self, hidden, keys, values, bias=None, rate=0.0):
        queries = self.split(self.q(hidden))
        if torch.is_grad_enabled() and (rate > 0 or bias is not None):
            # PyTorch has no fused kernel with dropout or a learned bias on processors: by hand is a tenth faster.
            scores = (queries * queries.shape[-1] ** -0.5) @ keys.transpose(-1, -2)
            probabilities = F.softmax(scores if bias is None else scores + bias, -1)
            heard = F.dropout(probabilities, rate) @ values
        else:
            heard = F.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
        return self.o(heard.transpose(1, 2).reshape(hidden.shape))

    def look(self, hidden, keys, values, rate=0.0):
        """Cross-attention; sequences that share an image are queries of one batch entry, so that it is not repeated."""
        joined = hidden.view(keys.shape[0], -1, self.width)
        return self(joined, keys, values, rate=rate).view(hidden.shape)


class Normed(nn.Module):
    """A norm by the name that the weights have for it."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm


class QFormerLayer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        for name in ("self_attention", "cross_attention", "feed_forward"):
            setattr(self, f"{name}_residual", Normed(nn.LayerNorm(width, 1e-5)))
        self.self_attention = Attention(width, heads, bias=True)
        self.cross_attention = Attention(width, heads, bias=True)
        self.intermediate = nn.Linear(width, inner)
        self.output = nn.Linear(inner, width)

    def forward(self, hidden, image, rate):
        normal = self.self_attention_residual.norm(hidden)
        own = self.self_attention(normal, *self.self_attention.project(normal), rate=rate)
        hidden = hidden + F.dropout(own, rate)
        normal = self.cross_attention_residual.norm(hidden)
        seen = self.cross_attention(normal, *self.cross_attention.project(image), rate=rate)
        hidden = hidden + F.dropout(seen, rate)
        inner = F.gelu(self.intermediate(self.feed_forward_residual.norm(hidden)))
        return hidden + F.dropout(self.output(F.dropout(inner, rate)), rate)


class QFormer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width = config["width"]
        self.query_tokens = nn.Parameter(torch.empty(1, config["queries"], width))
        self.layer = nn.ModuleList(
            QFormerLayer(width, config["heads"], config["feedForwardWidth"]) for _ in range(config["qformerLayers"])
        )
        self.norm = nn.LayerNorm(width, 1e-5)

    def forward(self, image, rate):
        hidden = F.dropout(self.query_tokens.expand(image.shape[0], -1, -1), rate)
        for layer in self.layer:
            hidden = layer(hidden, image, rate)
        return self.norm(hidden)  # [B, Q, D]


class Scale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer("mean", torch.empty(channels))
        self.register_buffer("deviation", torch.empty(channels))


class ImageTokens(nn.Module):
    def __init__(self, width, grid=8, channels=896):
        super().__init__()
        self.scale = Scale(channels)
        self.projection = nn.Linear(channels, width)
        self.norm = nn.LayerNorm(width, 1e-5)
        self.row_embedding = nn.Parameter(torch.empty(grid, 1, width))
        self.column_embedding = nn.Parameter(torch.empty(1, grid, width))
        self.whole_embedding = nn.Parameter(torch.empty(1, width))

    def forward(self, features, rate):
        scaled = (features - self.scale.mean) / self.scale.deviation  # [B, G·G, C]
        tokens = torch.cat([scaled, scaled.mean(1, keepdim=True)], 1)  # [B, G·G + 1, C]
        places = (self.row_embedding + self.column_embedding).flatten(0, 1)  # [G·G, D]
        placed = self.norm(self.projection(tokens)) + torch.cat([places, self.whole_embedding])
        return F.dropout(placed, rate)  # [B, G·G + 1, D]


class FeedForward(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.wi = nn.Linear(width, inner, bias=False)
        self.wo = nn.Linear(inner, width, bias=False)

    def forward(self, x, rate):
        return self.wo(F.dropout(F.gelu(self.wi(x)), rate))


class Block(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.self_attention_norm = nn.RMSNorm(width, 1e-6)
        self.self_attention = Attention(width, heads, bias=False)
        self.cross_attention_norm = nn.RMSNorm(width, 1e-6)
        self.cross_attention = Attention(width, heads, bias=False)
        self.feed_forward_norm = nn.RMSNorm(width, 1e-6)
        self.feed_forward = FeedForward(width, inner)

    def forward(self, hidden, bias, past, memory, rate):
        normal = self.self_attention_norm(hidden)
        keys, values = self.self_attention.project(normal)
        if past:
            keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
        hidden = hidden + F.dropout(self.self_attention(normal, keys, values, bias, rate), rate)
        looked = self.cross_attention.look(self.cross_attention_norm(hidden), *memory, rate)
        hidden = hidden + F.dropout(looked, rate)
        fed = self.feed_forward(self.feed_forward_norm(hidden), rate)
        return hidden + F.dropout(fed, rate), (keys, values)


class Decoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, heads = config["width"], config["heads"]
        self.buckets, self.max_distance = config["buckets"], config["maxDistance"]
        self.relative_attention_bias = nn.Parameter(torch.empty(self.buckets, heads))
        self.block = nn.ModuleList(
            Block(width, heads, config["feedForwardWidth"]) for _ in range(config["decoderLayers"])
        )
        self.final_norm = nn.RMSNorm(width, 1e-6)

    def position_bias(self, length):
        """Biases of `length` tokens over each other, those behind hidden: float32[1, H, T, T]."""
        places = torch.arange(length)
        steps = (places[:, None] - places[None, :]).clamp(min=0)
        exact = self.buckets // 2
        far = torch.log(steps.clamp(min=1) / exact) / torch.log(torch.tensor(self.max_distance / exact))
        far = (exact + (far * (self.buckets - exact)).long()).clamp(max=self.buckets - 1)
        bucket = torch.where(steps < exact, steps, far)
        bias = F.embedding(bucket, self.relative_attention_bias).permute(2, 0, 1)[None]
        return bias.masked_fill(places[None, :] > places[:, None], float("-inf"))

    def begin(self, memory):
        return [block.cross_attention.project(memory) for block in self.block]

    def forward(self, embedded, bias, pasts, memories, rate):
        hidden = F.dropout(embedded, rate)
        present = []
        for block, past, memory in zip(self.block, pasts, memories):
            hidden, now = block(hidden, bias, past, memory, rate)
            present.append(now)
        return F.dropout(self.final_norm(hidden), rate), present


class NadirMini(nn.Module):
    def __init__(self, config, vocabulary):
        super().__init__()
        width = config["width"]
        self.image_tokens = ImageTokens(width)
        self.qformer = QFormer(config)
        self.language_projection = nn.Linear(width, width)
        self.embedding = nn.Parameter(torch.empty(vocabulary, width))
        self.decoder = Decoder(config)

    def load(self, weights):
        """Weights as Nadir stores them: those of linear layers lie [input, output]. The frozen tower is left out."""
        linear = {f"{name}.weight" for name, part in self.named_modules() if isinstance(part, nn.Linear)}
        own = {name: value.float() for name, value in weights.items() if not name.startswith("vision_tower.")}
        self.load_state_dict({name: value.T if name in linear else value for name, value in own.items()})
        return self

    def encode(self, features, rate=0.0):
        return self.language_projection(self.qformer(self.image_tokens(features, rate), rate))  # [B, Q, D]

    def words(self, hidden):
        return F.linear(hidden * hidden.shape[-1] ** -0.5, self.embedding)  # [N, T, V]

    def forward(self, features, inputs, rate=0.0):
        """Teacher-forced logits of inputs int64[N, T], float32[N, T, V]."""
        memories = self.decoder.begin(self.encode(features, rate))
        bias = self.decoder.position_bias(inputs.shape[1])
        pasts = [None] * len(memories)
        hidden, _ = self.decoder(F.embedding(inputs, self.embedding), bias, pasts, memories, rate)
        return self.words(hidden)
