#!/usr/bin/env python3
"""Benchmarks against peers, as interleaved pairs in one run. Prints the median of the ratios with their spread.

  push   first push of the whole stack (plan and push by REST) against `kubectl apply --server-side` of the same objects (B1),
         and nothing changed against the same call again (B3), on one real API server; a fresh namespace for each pair
  start  process start to the first 200 of /actuator/health, with the embedded database (B12)
  page   server time and size of the fleet page (run the program with --gauntlet.sandbox.clusters=1000)
  drift  CPU seconds of the program for looking at every pushed cluster once while nothing has changed (B6); with simulated
         clusters in the same process their part is in it

  scripts/benchmark.py push  --url … --token … --kubectl kubectl --kubeconfig admin.kubeconfig --pairs 7
  scripts/benchmark.py start --java java --jar target/gauntlet-….jar --runs 5
  scripts/benchmark.py page  --url … --password … --requests 400
  scripts/benchmark.py drift --url … --token … --pid …
"""
import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from end_to_end import Gauntlet, Target, least_rights_kubeconfig, say  # noqa: E402
from processes import free_port, until_healthy  # noqa: E402

KINDS = ("serviceaccounts,configmaps,secrets,services,statefulsets,deployments,daemonsets,roles,rolebindings,"
         "poddisruptionbudgets,networkpolicies,ingresses")
CLUSTER_KINDS = "namespaces,storageclasses,clusterroles,clusterrolebindings"


def timed(work):
    start = time.monotonic()
    result = work()
    return time.monotonic() - start, result


def summary(name, ratios, ours, peer):
    def spread(values):
        return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"
    print(f"{name}: ratio {spread(ratios)}; ours {spread(ours)} s; peer {spread(peer)} s; {len(ratios)} pairs")


def our_push(gauntlet, name):
    _, plan, _ = gauntlet.call("POST", "/api/v1/plans", {"clusters": [name]})
    if plan["status"] != "ready":
        sys.exit(f"plan is {plan}")
    _, rollout, _ = gauntlet.call("POST", f"/api/v1/plans/{plan['id']}/push", {"reason": "benchmark", "strategy": {"verify": False}})
    while rollout["status"] == "running":
        _, rollout, _ = gauntlet.call("GET", f"/api/v1/rollouts/{rollout['id']}?wait=30s")
    if rollout["status"] != "succeeded":
        sys.exit(f"rollout is {rollout}")
    return plan["summary"]["create"]


def written(target):
    """What changes with each write of a specification, but not when a controller reports a status."""
    raw = target.kubectl("get", KINDS, "-n", target.namespace, "-o", "json")
    return [(item["kind"], item["metadata"]["name"], item["metadata"].get("generation"),
             item["metadata"]["resourceVersion"] if "status" not in item else "")
            for item in json.loads(raw)["items"] if item["metadata"].get("labels", {}).get("gauntlet.io/cluster")]


def our_noop(gauntlet, name):
    _, plan, _ = gauntlet.call("POST", "/api/v1/plans", {"clusters": [name]})
    if plan["status"] != "empty":
        sys.exit(f"plan is not empty: {plan}")


def exported(target):
    """The live objects of a stack as a file to apply elsewhere: {namespace} stands for the namespace."""
    items = []
    for kinds, scope in ((CLUSTER_KINDS, []), (KINDS, ["-n", target.namespace])):
        raw = target.kubectl("get", kinds, *scope, "-l", f"gauntlet.io/cluster={target.name}", "-o", "json")
        items += json.loads(raw)["items"]
    order = {"Namespace": 0, "StorageClass": 1}
    items.sort(key=lambda item: order.get(item["kind"], 5))
    for item in items:
        item.pop("status", None)
        for key in ("uid", "resourceVersion", "managedFields", "creationTimestamp", "generation"):
            item["metadata"].pop(key, None)
        if item["kind"] == "Service" and item["spec"].get("clusterIP") != "None":
            item["spec"].pop("clusterIP", None)
            item["spec"].pop("clusterIPs", None)
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


def push(options):
    gauntlet = Gauntlet(options.url, options.token)
    ours, peers, ratios, ours_noop, peers_noop, ratios_noop = [], [], [], [], [], []
    template, run = None, time.strftime("%H%M%S")
    for pair in range(options.pairs + 1):
        name = f"bench-{run}-{pair}"
        target = Target(f"{name}={options.kubeconfig}:{name}", options.kubectl)
        gauntlet.call("POST", "/api/v1/clusters", {
            "name": name, "namespace": name, "labels": {"suite": "bench"},
            "kubeconfig": least_rights_kubeconfig(gauntlet, target), "context": "gauntlet"})
        gauntlet.call("POST", f"/api/v1/clusters/{name}/check", {})
        ours_seconds, objects = timed(lambda: our_push(gauntlet, name))
        if template is None:
            template = exported(target).replace(name, "@@")
            continue  # the first push warms both sides and gives the peer its file
        peer_name = f"peer-{run}-{pair}"
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(template.replace("@@", peer_name))
            file.flush()
            arguments = ("apply", "--server-side", "--field-manager=peer", "-f", file.name)
            peer_seconds, output = timed(lambda: target.kubectl(*arguments))
            noop_before = written(target)
            noop_seconds, _ = timed(lambda: our_noop(gauntlet, name))
            if noop_before != written(target):
                sys.exit("the no-op wrote something")
            peer_noop_seconds, _ = timed(lambda: target.kubectl(*arguments))
        say(f"pair {pair}: {objects} objects, push {ours_seconds:.3f} / {peer_seconds:.3f}, "
            f"no-op {noop_seconds:.3f} / {peer_noop_seconds:.3f}")
        ours.append(ours_seconds), peers.append(peer_seconds), ratios.append(ours_seconds / peer_seconds)
        ours_noop.append(noop_seconds), peers_noop.append(peer_noop_seconds)
        ratios_noop.append(noop_seconds / peer_noop_seconds)
    summary("B1 first push / kubectl apply --server-side", ratios, ours, peers)
    summary("B3 nothing changed / kubectl apply --server-side", ratios_noop, ours_noop, peers_noop)


def start(options):
    seconds = []
    home = tempfile.mkdtemp()
    for run in range(options.runs + 1):
        port = free_port()
        command = [options.java, *options.java_option, "-jar", options.jar, f"--server.port={port}",
                   f"--gauntlet.home={home}", *options.argument]
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not until_healthy(f"http://127.0.0.1:{port}", process, pause=0.02):
            sys.exit("the program ended")
        elapsed = time.monotonic() - begin
        process.send_signal(signal.SIGTERM)
        process.wait()
        say(f"run {run}: {elapsed:.2f} s" + (" (makes the database, not counted)" if run == 0 else ""))
        if run > 0:
            seconds.append(elapsed)
    shutil.rmtree(home, ignore_errors=True)
    print(f"B12 start to first 200: median {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})")


def page(options):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    url = options.url.rstrip("/")
    form = {"name": options.user, "password": options.password}
    browser.open(urllib.request.Request(url + "/sign-in", urllib.parse.urlencode(form).encode(), {"Origin": url}), timeout=30)
    times, size = [], 0
    for index in range(options.requests + 50):
        elapsed, answer = timed(lambda: browser.open(url + options.path, timeout=30).read())
        if index >= 50:
            times.append(elapsed * 1000)
            size = len(answer)
    times.sort()
    print(f"{options.path}: p50 {times[len(times) // 2]:.1f} ms, p99 {times[int(len(times) * .99) - 1]:.1f} ms, "
          f"{size / 1000:.1f} kB, {len(times)} requests, client side")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pushed_clusters(gauntlet):
    after = ""
    while after is not None:
        _, page, _ = gauntlet.call("GET", f"/api/v1/drift?limit=500{after and '&after=' + after}")
        yield from (row["cluster"] for row in page["items"])
        after = page.get("next")


def drift(options):
    gauntlet = Gauntlet(options.url, options.token)
    names = list(pushed_clusters(gauntlet))
    if not names:
        sys.exit("nothing was pushed yet, so there is nothing to compare")
    for round_ in range(options.rounds):
        before = cpu_seconds(options.pid)
        wall, states = timed(lambda: [gauntlet.call("POST", f"/api/v1/clusters/{name}/drift/sweep")[1]["state"]
                                      for name in names])
        used = cpu_seconds(options.pid) - before
        print(f"round {round_}: {len(names)} clusters, {used:.1f} CPU-s ({used * 1000 / len(names):.1f} per 1,000), "
              f"{wall:.1f} s, {states.count('in_sync')} in sync")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("push", "page"):
        command = commands.add_parser(name)
        command.add_argument("--url", default="http://localhost:8080")
        if name == "push":
            command.add_argument("--token", default=os.environ.get("GAUNTLET_BOOTSTRAP_TOKEN", ""))
            command.add_argument("--kubectl", default="kubectl")
            command.add_argument("--kubeconfig", required=True)
            command.add_argument("--pairs", type=int, default=7)
        else:
            command.add_argument("--user", default="admin")
            command.add_argument("--password", default=os.environ.get("GAUNTLET_ADMIN_PASSWORD", ""))
            command.add_argument("--path", default="/fleet")
            command.add_argument("--requests", type=int, default=400)
    command = commands.add_parser("start")
    command.add_argument("--java", default="java")
    command.add_argument("--java-option", action="append", default=[])
    command.add_argument("--jar", required=True)
    command.add_argument("--argument", action="append", default=[])
    command.add_argument("--runs", type=int, default=5)
    command = commands.add_parser("drift")
    command.add_argument("--url", default="http://localhost:8080")
    command.add_argument("--token", default=os.environ.get("GAUNTLET_BOOTSTRAP_TOKEN", ""))
    command.add_argument("--pid", type=int, required=True)
    command.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    {"drift": drift, "push": push, "start": start, "page": page}[options.command](options)


if __name__ == "__main__":
    main()
