"""Text for people: as it is, or translated into the language of whoever it is shown to."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    # Django promises other things as well; the stubs alone have a name for a promised text.
    from django.utils.functional import _StrOrPromise

    Text: TypeAlias = _StrOrPromise
else:
    Text = str | Promise
