#!/usr/bin/env python3
"""Plays the story of a change of a whole fleet against the running program: many simulated clusters and real ones.

One threshold is changed for all clusters. The plan folds it into one diff. Three waves push it, the first with a real cluster on
which one replica is kept from loading: the gate holds until that is mended, then all goes on by itself until every replica has
proven what it runs. The control plane is killed with kill -9 twice on the way. Then somebody edits a ConfigMap by hand: the
drift names the field manager and is healed. In the end all of it is rolled back, and the ConfigMaps are the ones of the
beginning, byte by byte.

  scripts/fleet_story.py --command "java -jar target/gauntlet-….jar" --clusters 200 --kubectl kubectl \\
      --target east=east.kubeconfig --target west=west.kubeconfig --storage-class fast \\
      --disturb "a command that keeps a Prometheus replica of the first target from loading" --mend "a command that ends that"

The simulated clusters run in a process of their own, so that they outlive the control plane. Exits with 0 only when every
statement held.
"""
import argparse
import glob
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from end_to_end import Target, eventually, least_rights_kubeconfig, require, say, wait_ready  # noqa: E402
from kill_sweep import Program, computed, configure  # noqa: E402
from processes import free_port  # noqa: E402

RULES = """groups:
- name: story
  rules:
  - alert: StoryThreshold
    expr: vector(1) > %d
    labels: {severity: warning}
    annotations: {summary: One threshold for the whole fleet}
"""
THREE_WAVES = [{"name": "canary", "selector": "story=canary"}, {"name": "tenth", "percent": 10}, {"name": "rest", "percent": 100}]


class Simulation:
    """Simulated clusters in a process that nobody kills."""

    def __init__(self, command, count):
        self.home = tempfile.mkdtemp()
        self.folder = os.path.join(self.home, "kubeconfigs")
        self.log = open(os.path.join(self.home, "simulation.log"), "ab")
        self.process = subprocess.Popen(
            [*shlex.split(command), f"--server.port={free_port()}", f"--gauntlet.home={self.home}/data",
             f"--gauntlet.sandbox.clusters={count}", "--gauntlet.sandbox.stack=false", "--gauntlet.status.enabled=false",
             f"--gauntlet.sandbox.kubeconfigs={self.folder}"], stdout=self.log, stderr=subprocess.STDOUT)
        self.count = count

    def kubeconfigs(self):
        def all_there():
            found = glob.glob(os.path.join(self.folder, "*.yaml"))
            return len(found) == self.count, f"{len(found)} of {self.count}, see {self.log.name}"
        eventually(600, all_there, f"{self.count} simulated clusters are there")
        return {os.path.basename(path)[:-5]: open(path, encoding="utf-8").read()
                for path in sorted(glob.glob(os.path.join(self.folder, "*.yaml")))}

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def register(api, name, namespace, labels, kubeconfig):
    body = {"name": name, "displayName": name, "namespace": namespace, "labels": labels, "kubeconfig": kubeconfig}
    api.call("POST", "/api/v1/clusters", body)


def push(api, plan, reason, strategy):
    _, rollout, _ = api.call("POST", f"/api/v1/plans/{plan['id']}/push", {"reason": reason, "strategy": strategy})
    return rollout["id"]


def rollout_of(api, identity, wait="0s"):
    _, state, _ = api.call("GET", f"/api/v1/rollouts/{identity}?wait={wait}")
    return state


def ended(api, identity, limit):
    end = time.monotonic() + limit
    state = rollout_of(api, identity)
    while state["status"] == "running" and time.monotonic() < end:
        state = rollout_of(api, identity, "30s")
    open_targets = [t for t in state["targets"] if t["status"] not in ("succeeded",)]
    require(state["status"] == "succeeded", "the rollout has succeeded", json.dumps(open_targets)[:1500])
    return state


def plan_of(api, names, path="/api/v1/plans", body=None):
    _, plan, _ = api.call("POST", path, {"clusters": names} if body is None else body)
    plan = computed(api, plan)
    require(plan["status"] == "ready", f"a plan of {len(plan['clusters'])} clusters is ready",
            json.dumps([c for c in plan["clusters"] if c["status"] != "ready"])[:1500])
    return plan


def rules_of(target):
    """What the ConfigMaps of a real cluster hold."""
    found = json.loads(target.kubectl("get", "configmaps", "-n", target.namespace, "-o", "json",
                                      "-l", f"gauntlet.io/cluster={target.name}"))["items"]
    return {item["metadata"]["name"]: item.get("data", {}) for item in found}


def killed(program, when):
    begin = time.monotonic()
    program.kill()
    program.start()
    say(f"         killed {when}, answers again after {time.monotonic() - begin:.1f} s")


def loaded(target, value):
    """Whether each Prometheus replica evaluates the threshold, by its own words."""
    pods = target.pods("prometheus")
    answers = [target.read(pod["metadata"]["name"], 9090, "/api/v1/rules") for pod in pods]
    return len(pods) == 3 and all(answer and f"vector(1) > {value}" in json.dumps(answer).replace("\\u003e", ">")
                                  for answer in answers), f"{len(pods)} pods"


def prepare(program, simulation, targets, options):
    api = program.api
    for name, kubeconfig in simulation.kubeconfigs().items():
        register(api, name, "monitoring", {"story": "fleet"}, kubeconfig)
    for position, target in enumerate(targets):
        register(api, target.name, target.namespace, {"story": "canary" if position == 0 else "fleet"},
                 least_rights_kubeconfig(api, target))
        api.call("POST", f"/api/v1/clusters/{target.name}/check", {})
        configure(api, target.name, json.loads(options.overrides) | {"storage.className": options.storage_class})
    _, imported, _ = api.call("POST", "/api/v1/rule-groups/import",
                              {"yaml": RULES % 80, "evaluator": "PROMETHEUS", "selector": ""})
    begin = time.monotonic()
    plan = plan_of(api, [])
    say(f"         planned in {time.monotonic() - begin:.1f} s: {json.dumps(plan['summary'])}")
    ended(api, push(api, plan, "first stack", {"verify": False, "maxInFlight": 40}), 1800)
    say(f"         first push of everything took {time.monotonic() - begin:.1f} s")
    for target in targets:
        wait_ready(target, {"prometheus": 3, "alertmanager": 3, "querier": 2}, 600)
    return imported["items"][0]["id"]


def change(program, group, targets, options):
    """One threshold, one folded diff, three waves, a gate that holds, two kills, proof from every replica."""
    api = program.api
    _, stored, headers = api.call("GET", f"/api/v1/rule-groups/{group}")
    api.call("PATCH", f"/api/v1/rule-groups/{group}", {"yaml": stored["yaml"].replace("> 80", "> 90")}, etag=headers["ETag"])
    plan = plan_of(api, [])
    _, changes, _ = api.call("GET", f"/api/v1/plans/{plan['id']}/changes")
    for folded in changes["items"]:
        say(f"         {folded['first']['action']} {folded['first']['kind']} {folded['first']['name']} in {folded['count']} clusters")
    threshold = [c for c in changes["items"] if "vector(1) > 90" in (c["first"].get("diff") or "")]
    require(len(threshold) == 1 and threshold[0]["count"] == options.clusters + len(targets),
            "the threshold is one folded diff of all clusters", json.dumps(changes)[:1500])
    subprocess.run(options.disturb, shell=True, check=True)
    rollout = push(api, plan, "threshold 80 to 90", {"waves": THREE_WAVES, "maxInFlight": 40, "gateTimeout": "15m"})
    time.sleep(3)
    killed(program, "in the canary wave")

    def held():
        state = rollout_of(api, rollout)
        first = next(t for t in state["targets"] if t["cluster"] == targets[0].name)
        others = [t for t in state["targets"] if t["wave"] > 0 and t["status"] not in ("pending", "queued")]
        return first["status"] == "verifying" and bool(first["message"]) and not others, json.dumps(first)[:400]
    eventually(60, held, "the gate holds the other waves, and says why")
    time.sleep(15)
    require(held()[0], "the gate still holds", held()[1])
    say(f"         {next(t for t in rollout_of(api, rollout)['targets'] if t['cluster'] == targets[0].name)['message']}")
    subprocess.run(options.mend, shell=True, check=True)
    eventually(120, lambda: (rollout_of(api, rollout)["waves"][2]["startedAt"] is not None, ""), "the last wave has begun")
    killed(program, "in the last wave")
    begin = time.monotonic()
    state = ended(api, rollout, 1800)
    say(f"         ended {time.monotonic() - begin:.1f} s after that")
    require(all(t["replicas"] > 0 and t["loaded"] == t["replicas"] for t in state["targets"]),
            f"each replica of {len(state['targets'])} clusters has proven what it runs: {sum(t['loaded'] for t in state['targets'])}",
            json.dumps([t for t in state["targets"] if t["loaded"] != t["replicas"]])[:1500])
    for target in targets:
        eventually(30, lambda target=target: loaded(target, 90), f"{target.name}: Prometheus itself says so on all three replicas")
    return rollout


def drift(api, target):
    name = next(n for n, data in rules_of(target).items() if "vector(1) > 90" in json.dumps(data))
    _, _, headers = api.call("GET", f"/api/v1/clusters/{target.name}/drift")
    before = rules_of(target)[name]
    key = next(k for k, text in before.items() if "vector(1) > 90" in text)
    target.kubectl("patch", "configmap", name, "-n", target.namespace, "--field-manager=mallory", "--type=merge",
                   "-p", json.dumps({"data": {key: before[key].replace("> 90", "> 1000")}}))

    def seen():
        _, found, _ = api.call("POST", f"/api/v1/clusters/{target.name}/drift/sweep", {})
        return found["state"] == "drifted" and found["manager"] == "mallory", json.dumps(found)[:600]
    eventually(30, seen, f"{target.name}: the drift names who did it")
    begin = time.monotonic()
    api.call("PUT", f"/api/v1/clusters/{target.name}/drift-policy", {"mode": "heal"}, etag=headers["ETag"])
    eventually(60, lambda: (rules_of(target)[name] == before, ""), f"{target.name}: the drift is healed")
    say(f"         healed {time.monotonic() - begin:.1f} s after it was allowed")


def story(options):
    begin = time.monotonic()
    targets = [Target(text, options.kubectl) for text in options.target]
    simulation, program = Simulation(options.command, options.clusters), Program(options.command)
    try:
        program.start()
        group = prepare(program, simulation, targets, options)
        first = {target.name: rules_of(target) for target in targets}
        rollout = change(program, group, targets, options)
        drift(program.api, targets[-1])
        plan = plan_of(program.api, [], f"/api/v1/rollouts/{rollout}/rollback", {})
        ended(program.api, push(program.api, plan, "back to the old threshold", {"maxInFlight": 40}), 1800)
        for target in targets:
            require(rules_of(target) == first[target.name], f"{target.name}: every ConfigMap is as in the beginning, byte by byte")
            eventually(60, lambda target=target: loaded(target, 80), f"{target.name}: Prometheus is back at the old threshold")
    finally:
        program.stop()
        simulation.stop()
    shutil.rmtree(program.home, ignore_errors=True)
    print(f"the story held to its end, {time.monotonic() - begin:.0f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="starts the program; arguments are added")
    parser.add_argument("--clusters", type=int, default=200, help="how many simulated ones")
    parser.add_argument("--target", action="append", required=True, help="NAME=ADMIN_KUBECONFIG[:NAMESPACE]; the first is the canary")
    parser.add_argument("--kubectl", default="kubectl")
    parser.add_argument("--storage-class", default="")
    parser.add_argument("--overrides", default="{}", help="settings of the real clusters' stacks, as JSON")
    parser.add_argument("--disturb", required=True)
    parser.add_argument("--mend", required=True)
    story(parser.parse_args())


if __name__ == "__main__":
    main()
