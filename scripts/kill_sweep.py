#!/usr/bin/env python3
"""Kills the program with kill -9 in the middle of pushes to a real API server, again and again, and looks whether anybody would
have noticed.

The crash points are spread evenly over the time that an undisturbed rollout takes, for each kind of rollout: the first push of
a stack, a change, a removal of objects, and the way back. After each kill the program is started again, and without anything
else being done
  - the rollout ends as succeeded, within --limit seconds after the program answers,
  - every object is there as it was rendered: a new plan finds nothing to change (or, after the way back, the revision is the
    stored one),
  - nothing was written twice with another content: no object has a higher generation than an undisturbed rollout gives it.

  scripts/kill_sweep.py --command "java -jar target/gauntlet-….jar" --kubectl kubectl --kubeconfig admin.kubeconfig --points 4

Needs Python 3, kubectl and a Kubernetes API server; pods need not run. Exits with 0 only when every statement held each time.
"""
import argparse
import json
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from end_to_end import Gauntlet, Target, least_rights_kubeconfig, require, say  # noqa: E402
from processes import free_port, until_healthy  # noqa: E402

TOKEN = "kill-sweep-token-0123456789"
FIRST_PORT = 9300


class Program:
    """The control plane as a process of its own, with a database that outlives it."""

    def __init__(self, command):
        self.command, self.home = shlex.split(command), tempfile.mkdtemp()
        self.port = free_port()
        self.api = Gauntlet(f"http://127.0.0.1:{self.port}", TOKEN)
        self.log = open(os.path.join(self.home, "program.log"), "ab")
        self.process = None

    def start(self):
        environment = dict(os.environ, GAUNTLET_BOOTSTRAP_TOKEN=TOKEN, GAUNTLET_ADMIN_PASSWORD="kill-sweep-password")
        self.process = subprocess.Popen(
            [*self.command, f"--server.port={self.port}", f"--gauntlet.home={self.home}/data",
             "--gauntlet.sandbox.enabled=false"], env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        if not until_healthy(self.api.url, self.process):
            require(False, "the program starts", f"see {self.log.name}")

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def computed(api, plan):
    while plan["status"] == "computing":
        _, plan, _ = api.call("GET", f"/api/v1/plans/{plan['id']}?wait=30s")
    return plan


def add(api, target):
    api.call("POST", "/api/v1/clusters", {
        "name": target.name, "displayName": target.name, "namespace": target.namespace, "labels": {},
        "kubeconfig": least_rights_kubeconfig(api, target), "context": "gauntlet"})
    api.call("POST", f"/api/v1/clusters/{target.name}/check", {})


def configure(api, name, settings):
    _, _, headers = api.call("GET", f"/api/v1/clusters/{name}/stack")
    api.call("PUT", f"/api/v1/clusters/{name}/stack", {"overrides": settings}, etag=headers["ETag"])


def overrides(kind, number):
    """Node exporters of one node need ports of their own, so each stack has two: one to begin with, one to change to."""
    port = FIRST_PORT + 2 * number + (kind != "create")
    return {"nodeExporter.port": port} | ({"grafana.enabled": False} if kind == "remove" else {})


def plan_of(api, kind, name, number):
    if kind == "back":
        _, plan, _ = api.call("POST", f"/api/v1/clusters/{name}/revisions/1/rollback", {})
    else:
        configure(api, name, overrides(kind, number))
        _, plan, _ = api.call("POST", "/api/v1/plans", {"clusters": [name]})
    plan = computed(api, plan)
    require(plan["status"] == "ready", f"{name}: {kind} is planned", json.dumps(plan)[:600])
    return plan["id"]


def pushed(api, plan):
    _, rollout, _ = api.call("POST", f"/api/v1/plans/{plan}/push",
                             {"reason": "kill sweep", "strategy": {"verify": False}})
    return rollout["id"]


def ended(api, rollout):
    while True:
        _, state, _ = api.call("GET", f"/api/v1/rollouts/{rollout}?wait=30s")
        if state["status"] != "running":
            return state


def generations(target):
    kinds = "statefulsets,deployments,daemonsets,networkpolicies,poddisruptionbudgets,ingresses"
    found = json.loads(target.kubectl("get", kinds, "-n", target.namespace, "-o", "json",
                                      "-l", f"gauntlet.io/cluster={target.name}"))["items"]
    return {f"{item['kind']}/{item['metadata']['name']}": item["metadata"].get("generation", 0) for item in found}


def rollout_of(program, target, kind, number, wait):
    """Pushes, kills after so many seconds if any, and says how long the rest took and what generations there are then."""
    plan = plan_of(program.api, kind, target.name, number)
    begin = time.monotonic()
    rollout = pushed(program.api, plan)
    killed = None
    if wait is not None:
        time.sleep(max(0.0, wait - (time.monotonic() - begin)))
        program.kill()
        program.start()
        killed = time.monotonic()
    state = ended(program.api, rollout)
    took = time.monotonic() - (killed or begin)
    require(state["status"] == "succeeded", f"{target.name}: {kind} has succeeded by itself", json.dumps(state)[:900])
    if kind != "back":
        _, again, _ = program.api.call("POST", "/api/v1/plans", {"clusters": [target.name]})
        again = computed(program.api, again)
        require(again["status"] == "empty", f"{target.name}: {kind} left nothing to change", json.dumps(again["summary"]))
    else:
        _, revisions, _ = program.api.call("GET", f"/api/v1/clusters/{target.name}/revisions?limit=1")
        require(revisions["items"][0]["restores"] == 1 and revisions["items"][0]["applied"],
                f"{target.name}: the stored revision is back", json.dumps(revisions)[:600])
    return took, generations(target)


def sweep(options):
    program = Program(options.command)
    program.start()
    kinds = ("create", "change", "remove", "back")
    targets = [Target(f"sweep-{options.run}-{i}={options.kubeconfig}:sweep-{options.run}-{i}", options.kubectl)
               for i in range(options.points + 1)]
    for target in targets:
        add(program.api, target)
    undisturbed, rests = {}, []
    for number, target in enumerate(targets):
        for kind in kinds:
            wait = None if number == 0 else undisturbed[kind][0] * (number - 0.5) / options.points
            took, seen = rollout_of(program, target, kind, number, wait)
            if number == 0:
                undisturbed[kind] = (took, seen)
                say(f"undisturbed {kind}: {took:.2f} s, {len(seen)} objects with a generation")
                continue
            require(seen == undisturbed[kind][1], f"{target.name}: {kind} wrote nothing twice",
                    json.dumps({k: v for k, v in seen.items() if v != undisturbed[kind][1].get(k)}))
            require(took <= options.limit, f"{target.name}: {kind}, killed after {wait:.2f} s, ended {took:.2f} s after the start")
            rests.append(took)
    program.stop()
    shutil.rmtree(program.home, ignore_errors=True)
    print(f"kill sweep: {len(rests)} kills, all resumed and ended by themselves; from the first answer of the new process to the "
          f"end: median {statistics.median(rests):.2f} s, longest {max(rests):.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="starts the program; arguments are added")
    parser.add_argument("--kubectl", default="kubectl")
    parser.add_argument("--kubeconfig", required=True, help="of an administrator of the cluster")
    parser.add_argument("--points", type=int, default=4, help="kills for each kind of rollout")
    parser.add_argument("--limit", type=float, default=10, help="seconds from the first answer to the end")
    parser.add_argument("--run", default=format(int(time.time()), "x"), help="makes names of their own")
    sweep(parser.parse_args())


if __name__ == "__main__":
    main()
