"""SIGKILL at random moments of a send: who is lost, who gets the mail twice.

Ten trials of three kills for each number of connections, 1,500 readers each, against a server that
keeps a mail before it says so (the worst case). The small version runs in CI: tests/mail/test_kill.py.

    python -m bench.kill --readers 1500 --trials 10
"""

from __future__ import annotations

import argparse
import random
import tempfile

from tests.mail.kill import Trial, trial

from curator.mail.deliver import Policy

KILLS = 3


def trials(args: argparse.Namespace, connections: int, policy: Policy) -> list[Trial]:
    """Every trial of one kind, each with a fresh database."""
    found = []
    for number in range(args.trials):
        with tempfile.TemporaryDirectory() as folder:
            result = trial(
                f"sqlite:///{folder}/curator.db",
                readers=args.readers,
                connections=connections,
                kills=KILLS,
                policy=policy,
                rng=random.Random(f"{connections}:{policy}:{number}"),
            )
        found.append(result)
    return found


def report(found: list[Trial], connections: int, policy: Policy) -> None:
    """One row of the table."""
    kills = sum(one.kills for one in found)
    duplicates = [one.duplicates for one in found]
    unknown = sum(one.states.get("unknown", 0) for one in found)
    # With hold, whoever has no mail must be among those told to the author.
    told = all(one.lost <= one.states.get("unknown", 0) for one in found)
    print(
        f"| {policy.value:6} | {connections:2} | {kills} | {sum(one.lost for one in found)} "
        f"| {sum(duplicates)} | {sum(duplicates) / kills:.2f} | {max(duplicates)} "
        f"(bound {connections * KILLS}) | {max(max(one.copies.values()) for one in found)} "
        f"| {unknown} | {'yes' if told else 'NO'} |",
        flush=True,
    )


def main() -> None:
    """Every number of connections, sent again and held."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=1500)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--policy", type=Policy, nargs="*", default=list(Policy))
    args = parser.parse_args()
    print(
        "| policy | connections | kills | without mail | duplicates | per kill | most in a trial "
        "| most copies | told as unknown | nobody unaccounted |"
    )
    print("|---" * 10 + "|")
    for policy in args.policy:
        for connections in args.connections:
            report(trials(args, connections, policy), connections, policy)


if __name__ == "__main__":
    main()
