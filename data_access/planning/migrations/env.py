"""Alembic's way in: runs the migrations on the connection that ``migrate.upgrade`` opened."""

from alembic import context

from data_access.planning.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
