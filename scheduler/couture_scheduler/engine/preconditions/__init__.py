"""What must be true before a task instance runs: one rule a file, each answering with a sentence for people.

Every file has ``check(...) -> Verdict``; ``advance``, ``admit`` and ``startable`` use the same rules, and
``engine.explain`` collects them as the answer to "why is it not running?".
"""

from couture_scheduler.engine.preconditions.verdict import Verdict

__all__ = ["Verdict"]
