from tests.letterbox import mailbox

__all__ = ["mailbox"]
