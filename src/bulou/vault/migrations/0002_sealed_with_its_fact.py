"""Nothing is sealed without the fact that committed to it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bulou.ground import fences


def build(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    fences.add_foreign_key(
        editor,
        table="vault_sealed",
        columns=("region_id", "fact_id"),
        parent="fact",
        parent_columns=("region_id", "fact_id"),
    )


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
