"""What is made at the first start, by many servers that start at the same moment."""

from ostiary.config import load
from tests.threads import at_once

TRIALS = 50


def test_whoever_starts_at_once_has_the_same_key(tmp_path):
    for trial in range(TRIALS):
        data = tmp_path / f"data-{trial}"

        keys = at_once(*[lambda: load({"OSTIARY_DATA": str(data)}).keys] * 8)

        assert len(set(keys)) == 1
        assert [path.name for path in data.iterdir()] == ["keys"]
