"""Another model for the same passages: everything is embedded again, nothing is read again."""

from embeddings import Embedder
from knowledge.ingest import EMBEDDER, Progress
from knowledge.preparing import embed, text_of
from knowledge.store import Store


def reembed(store: Store, embedder: Embedder, progress: Progress) -> int:
    """Make the vectors this model lacks, drop those of any other; how many had to be made.

    Each batch is stored as it is done, so one that was stopped goes on where it was.
    """
    missing, done = store.vectors.missing(embedder.name), 0
    for batch in store.passages.unembedded(embedder.name):
        progress(done, missing, "embedding")
        texts = {
            key: text_of(cited.metadata, cited.passage.heading, cited.text) for key, cited in batch.items()
        }
        store.vectors.add(embedder.name, embed(embedder, texts))
        done += len(batch)
    store.facts.put(EMBEDDER, embedder.name)
    store.vectors.keep_only(embedder.name)
    return missing
