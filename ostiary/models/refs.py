"""Public ids. Whatever a door shows has one; integer keys stay inside."""

from django.db import models

from ..proofs.ids import new_id


class Ref(models.CharField):
    """22 random base62 characters, unique, the same in URLs, API, SCIM and events."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=22, unique=True, default=new_id, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "unique", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs
