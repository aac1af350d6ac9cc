"""Facts can be added, never changed or deleted: a second fence around the ledger."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bulou.ground import fences


def build(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    fences.refuse_changes(editor, table="fact")


def take_down(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in fences.statements_allowing_changes(editor.connection.vendor, "fact"):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(build, take_down)]
