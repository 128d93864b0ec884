"""Embedders that need no large model: whole objects for the port, and real small models on disk."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from embeddings import Embedded, Embedder, Stretch, Vectors

_WORD = re.compile(r"\w+")
_VOCABULARY = (
    *("a", "and", "by", "for", "from", "had", "how", "in", "is", "it", "of", "on", "the", "their", "they"),
    *("to", "was", "went", "what", "with", "bus", "cost", "council", "grant", "kent", "libraries", "local"),
    *("lunch", "middlesbrough", "opened", "parks", "partners", "people", "reward", "saved", "schools"),
    *("town", "trees", "visit"),
)


@dataclass(frozen=True, slots=True)
class HashedEmbedder:
    """Every word has a direction of its own, and a text that of its words: no model keeps promises faster."""

    name: str = "hashed@1"
    dimension: int = 64

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self._rows([self._sum(text) for text in texts])

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        return [
            Embedded(whole, self._rows([self._in_context(text, *stretch) for stretch in of_text]))
            for text, of_text, whole in zip(texts, stretches, self.encode_query(texts), strict=True)
        ]

    def _in_context(self, text: str, start: int, end: int) -> Vectors:
        """Its own words, and a little of what stands around them."""
        return self._sum(text[start:end]) + 0.05 * self._sum(text)

    def _sum(self, text: str) -> Vectors:
        words = ["", *_WORD.findall(text.casefold())]
        total: Vectors = np.sum(
            [_direction(self.name, word, self.dimension) for word in words], axis=0, dtype=np.float32
        )
        return total

    def _rows(self, vectors: Sequence[Vectors]) -> Vectors:
        rows = np.array(vectors, dtype=np.float32).reshape(-1, self.dimension)
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths


@cache
def _direction(name: str, word: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(f"{name} {word}".encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=dimension).astype(np.float32)


@dataclass(slots=True)
class WatchedEmbedder:
    """Another embedder, and the questions and passages it was given."""

    of: Embedder = field(default_factory=HashedEmbedder)
    embedded: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def dimension(self) -> int:
        return self.of.dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self.of.encode_query(texts)

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        self.embedded += texts
        return self.of.encode_document(texts, stretches)


def save_static_model(folder: Path) -> Path:
    """A Sentence Transformers model of a few words, each with a random vector; it loads at once."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel(_numbered("[UNK]", *_VOCABULARY), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(1).normal(size=(len(_VOCABULARY) + 1, 24)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def save_tiny_bert(folder: Path, *, longest: int = 32, seed: int = 1) -> Path:
    """A transformer with random weights that reads ``longest`` tokens: it has token vectors to pool."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder.mkdir(parents=True)
    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "?")
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = _numbered(*special, *letters, *(f"##{letter}" for letter in letters), *_VOCABULARY[1:])
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizer(vocab=vocabulary).save_pretrained(folder / "bert")
    words = Transformer(str(folder / "bert"), max_seq_length=longest)
    modules = [words, Pooling(words.get_embedding_dimension())]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def save_tiny_cross_encoder(folder: Path, *, labels: int = 1) -> Path:
    """A CrossEncoder with random weights; of ``labels`` numbers for each pair."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder.mkdir(parents=True)
    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "?")
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = _numbered(*special, *letters, *(f"##{letter}" for letter in letters))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=64,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder / "bert")
    BertTokenizer(vocab=vocabulary, model_max_length=64).save_pretrained(folder / "bert")
    made = CrossEncoder(str(folder / "bert"), device="cpu", local_files_only=True)
    made.save_pretrained(str(folder / "model"), create_model_card=False)
    return folder / "model"


def _numbered(*words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words)}
