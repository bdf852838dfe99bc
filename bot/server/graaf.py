"""Runs Rasa's graph of components one after the other. Dask, made for clusters, plans each message anew: a tenth of a turn."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.runner.dask import DaskGraphRunner


class InOrder(DaskGraphRunner):
    """What each node needs is run before it, and once."""

    def run(self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
        done: Dict[str, Tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}

        def result(name: str) -> Tuple[str, Any]:
            if name not in done:
                needs = self._graph_schema.nodes[name].needs.values()
                done[name] = self._instantiated_nodes[name](*map(result, needs))
            return done[name]

        return dict(result(name) for name in targets or self._graph_schema.target_names)
