"""What Alembic runs; it gets its connection, and the transaction to work in, from knowledge.store.schema."""

from alembic import context

from knowledge.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,  # for the names of constraints
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
