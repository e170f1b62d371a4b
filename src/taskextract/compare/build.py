"""How the two notices are built: which tasks correspond, were split, merged, came and went."""

from __future__ import annotations

from taskextract.compare.align import Alignment
from taskextract.compare.groups import Families, task_families
from taskextract.compare.sides import Side, TaskView


class Build:
    """What corresponds to what: `pairs` of tasks, their `splits` (old → new) and `merges` (new → old)."""

    def __init__(self, old: Side, new: Side, found: Alignment, families: Families) -> None:
        self.old, self.new, self.families = old, new, families
        self.pairs = {i: j for i, (j, _) in found.tasks.items()}
        self.splits, self.merges = task_families(old, new, self.pairs, families)
        self.same_home = {(i, j) for i, j in self.pairs.items()}
        self.same_home |= {(i, j) for i, many in self.splits.items() for j in many}
        self.same_home |= {(i, j) for j, many in self.merges.items() for i in many}
        self.gone = self._left(old.tasks, {i for i, _ in self.same_home})
        self.come = self._left(new.tasks, {j for _, j in self.same_home})

    @staticmethod
    def _left(tasks: tuple[TaskView, ...], known: set[int]) -> list[TaskView]:
        return [task for task in tasks if task.index not in known and not task.frame]
