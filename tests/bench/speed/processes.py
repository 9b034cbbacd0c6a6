"""What processes cost: processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(roots: Iterable[int]) -> list[int]:
    """Return these processes and all that they started."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(folder.name)):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, todo = [], list(roots)
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def cpu_seconds(processes: Iterable[int]) -> float:
    """Return the processor time that they have used, also for the system's work."""
    return sum(int(fields[11]) + int(fields[12]) for fields in map(_fields, processes) if fields) / TICKS


def shared_memory(processes: Iterable[int]) -> float:
    """Return their memory in MB; what several share is divided among them (PSS)."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _fields(process: int) -> list[str]:
    """Return what stands behind the name in /proc/…/stat: state, parent, …; empty when the process is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
