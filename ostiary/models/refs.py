"""Public ids. Whatever a door shows has one; integer keys stay inside."""

from typing import TYPE_CHECKING, Any

from django.db import models

from ..proofs.ids import new_id

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class Ref(Text):
    """22 random base62 characters, unique, the same in URLs, API, SCIM and events."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=22, unique=True, default=new_id, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "unique", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs
