#!/usr/bin/env python3
"""From kubeconfigs to running, highly available stacks, by REST only; then looks inside the clusters.

For every --target NAME=ADMIN_KUBECONFIG[:NAMESPACE] the script makes the generated least-rights role and a token with the
admin kubeconfig (what a platform engineer does by hand), adds the cluster with that token, and gives it a stack. One plan and
one push serve all targets. Afterwards it reads through the API server's pod proxy what really runs.

  scripts/end_to_end.py --url http://localhost:8080 --token $GAUNTLET_BOOTSTRAP_TOKEN \\
      --kubectl kubectl --target a=/path/to/a.kubeconfig --target b=/path/to/b.kubeconfig \\
      --s3-endpoint 192.0.2.1:7070 --s3-bucket thanos --s3-access-key lab --s3-secret-key-env S3_SECRET

Needs Python 3 and kubectl. Exits with 0 only when every statement held.
"""
import argparse
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

STARTED = time.monotonic()


def say(text):
    print(f"{time.monotonic() - STARTED:7.1f}s  {text}", flush=True)


def require(condition, statement, detail=""):
    if not condition:
        say(f"FAILED   {statement} {detail}")
        sys.exit(1)
    say(f"ok       {statement}")


class Gauntlet:
    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def call(self, method, path, body=None, etag=None, expect=(200, 201, 202, 204)):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Accept", "application/json, application/problem+json, */*")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if etag:
            request.add_header("If-Match", etag)
        try:
            with urllib.request.urlopen(request, timeout=180) as answer:
                status, raw, headers = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, raw, headers = error.code, error.read(), error.headers
        if status not in expect:
            say(f"FAILED   {method} {path} answered {status}: {raw[:2000].decode(errors='replace')}")
            sys.exit(1)
        try:
            return status, json.loads(raw) if raw else None, headers
        except ValueError:
            return status, raw.decode(), headers

    def find(self, path):
        status, body, headers = self.call("GET", path, expect=(200, 404))
        return (body, headers.get("ETag")) if status == 200 else (None, None)


class Target:
    def __init__(self, text, kubectl):
        name, _, rest = text.partition("=")
        self.kubeconfig, _, namespace = rest.partition(":")
        self.name, self.namespace, self.program = name, namespace or "monitoring", kubectl

    def kubectl(self, *arguments, stdin=None, check=True):
        done = subprocess.run([self.program, "--kubeconfig", self.kubeconfig, *arguments], input=stdin, text=True,
                              capture_output=True, check=False)
        if check and done.returncode != 0:
            say(f"FAILED   kubectl {' '.join(arguments)}: {done.stderr.strip()}")
            sys.exit(1)
        return done.stdout

    def pods(self, component):
        selector = f"app.kubernetes.io/component={component},gauntlet.io/cluster={self.name}"
        return json.loads(self.kubectl("get", "pods", "-n", self.namespace, "-l", selector, "-o", "json"))["items"]

    def read(self, pod, port, path):
        raw = self.kubectl("get", "--raw", f"/api/v1/namespaces/{self.namespace}/pods/{pod}:{port}/proxy{path}", check=False)
        try:
            return json.loads(raw)
        except ValueError:
            return None


def least_rights_kubeconfig(gauntlet, target):
    """Applies the generated role with the admin kubeconfig and makes a kubeconfig of its service account's token."""
    _, role, _ = gauntlet.call("GET", f"/api/v1/clusters/role?namespace={target.namespace}")
    manifest = role if isinstance(role, str) else role["manifest"]
    account = "gauntlet" if isinstance(role, str) else role.get("serviceAccount", "gauntlet")
    account_namespace = target.namespace if isinstance(role, str) else role.get("serviceAccountNamespace", target.namespace)
    target.kubectl("apply", "--server-side", "-f", "-", stdin=manifest)
    token = target.kubectl("create", "token", account, "-n", account_namespace, "--duration=24h").strip()
    admin = json.loads(target.kubectl("config", "view", "--raw", "--minify", "-o", "json"))
    cluster = admin["clusters"][0]["cluster"]
    authority = cluster.get("certificate-authority-data")
    if not authority:
        import base64
        with open(cluster["certificate-authority"], "rb") as file:
            authority = base64.b64encode(file.read()).decode()
    return json.dumps({
        "apiVersion": "v1", "kind": "Config", "current-context": "gauntlet",
        "clusters": [{"name": "c", "cluster": {"server": cluster["server"], "certificate-authority-data": authority}}],
        "users": [{"name": "u", "user": {"token": token}}],
        "contexts": [{"name": "gauntlet", "context": {"cluster": "c", "user": "u"}}],
    })


def bucket(gauntlet, name, options, prefix):
    if gauntlet.find(f"/api/v1/buckets/{name}")[0]:
        return
    gauntlet.call("POST", "/api/v1/buckets", {
        "name": name, "type": "S3", "prefix": prefix,
        "settings": {"endpoint": options.s3_endpoint, "bucket": options.s3_bucket, "region": "us-east-1",
                     "insecure": True, "access_key": options.s3_access_key, "bucket_lookup_type": "path"},
        "secrets": {"secret_key": os.environ[options.s3_secret_key_env]},
    })


def add(gauntlet, target, options, position):
    if not gauntlet.find(f"/api/v1/clusters/{target.name}")[0]:
        gauntlet.call("POST", "/api/v1/clusters", {
            "name": target.name, "displayName": target.name, "namespace": target.namespace,
            "labels": {"suite": "end-to-end"}, "kubeconfig": least_rights_kubeconfig(gauntlet, target), "context": "gauntlet"})
    _, report, _ = gauntlet.call("POST", f"/api/v1/clusters/{target.name}/check", {})
    failed = [check for check in report["checks"] if check["result"].upper() == "FAIL"]
    require(not failed, f"{target.name}: every access check passes with the generated role", json.dumps(failed)[:2000])
    _, stack, headers = gauntlet.call("GET", f"/api/v1/clusters/{target.name}/stack")
    overrides = {"storage.className": options.storage_class} if options.storage_class else {}
    overrides |= {"grafana.enabled": options.grafana, "nodeExporter.port": 9100 + 10 * position}
    overrides |= json.loads(options.overrides)
    body = {"overrides": overrides}
    if options.s3_endpoint:
        bucket(gauntlet, f"e2e-{target.name}", options, f"{target.name}-{target.namespace}-{options.run}")
        body["bucket"] = f"e2e-{target.name}"
    gauntlet.call("PUT", f"/api/v1/clusters/{target.name}/stack", body, etag=headers["ETag"])


def import_rules(gauntlet, files):
    """Imports rule files as groups for the clusters of this run; groups that are there already stay as they are."""
    for evaluator, path in files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        status, body, _ = gauntlet.call("POST", "/api/v1/rule-groups/import", {
            "yaml": text, "evaluator": evaluator, "selector": "suite=end-to-end"}, expect=(200, 201, 409))
        say(f"rules of {os.path.basename(path)}: {'imported' if status != 409 else 'there already'}")


def push(gauntlet, names, reason, verify=True):
    _, plan, _ = gauntlet.call("POST", "/api/v1/plans", {"clusters": names})
    end = time.monotonic() + 120
    while plan["status"] == "computing" and time.monotonic() < end:
        time.sleep(0.5)
        _, plan, _ = gauntlet.call("GET", f"/api/v1/plans/{plan['id']}")
    say(f"plan {plan['id']} is {plan['status']}: {json.dumps(plan['summary'])}")
    if plan["status"] == "empty":
        return plan, None
    require(plan["status"] == "ready", "the plan can be pushed", json.dumps(plan)[:3000])
    _, rollout, _ = gauntlet.call("POST", f"/api/v1/plans/{plan['id']}/push",
                                  {"reason": reason, "strategy": {"verify": verify}})
    end = time.monotonic() + 600
    while rollout["status"] not in ("succeeded", "failed", "aborted") and time.monotonic() < end:
        _, rollout, _ = gauntlet.call("GET", f"/api/v1/rollouts/{rollout['id']}?wait=20s")
    require(rollout["status"] == "succeeded", "the rollout succeeded", json.dumps(rollout)[:3000])
    return plan, rollout


def wait_ready(target, components, limit):
    end = time.monotonic() + limit
    missing = {}
    while time.monotonic() < end:
        missing = {}
        for component, count in components.items():
            ready = [pod for pod in target.pods(component)
                     if any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"].get("conditions", []))]
            if len(ready) < count:
                missing[component] = f"{len(ready)}/{count}"
        if not missing:
            break
        time.sleep(2)
    if missing:
        print(target.kubectl("get", "pods", "-n", target.namespace, "-o", "wide", check=False))
    require(not missing, f"{target.name}: all pods are ready", json.dumps(missing))


def eventually(limit, look, statement):
    end, found, detail = time.monotonic() + limit, False, ""
    while time.monotonic() < end and not found:
        found, detail = look()
        if not found:
            time.sleep(2)
    require(found, statement, detail)


def inspect(target, options, nodes):
    replicas = options.replicas
    pods = target.pods("prometheus")
    if nodes > 1:
        used = {pod["spec"].get("nodeName") for pod in pods}
        require(len(used) == min(nodes, replicas), f"{target.name}: the replicas run on different nodes", str(used))
    querier = target.pods("querier")[0]["metadata"]["name"]

    def stores():
        answer = target.read(querier, 10902, "/api/v1/stores")
        data = (answer or {}).get("data") or {}
        counts = {kind: len(items) for kind, items in data.items()}
        wanted = {"sidecar": replicas} | ({"store": 1, "rule": 1} if options.s3_endpoint else {"rule": 1})
        return all(counts.get(kind, 0) >= count for kind, count in wanted.items()), json.dumps(counts)

    eventually(180, stores, f"{target.name}: the querier lists {replicas} sidecars, the store and the ruler")

    def dedup():
        query = "/api/v1/query?query=up%7Bjob%3D%22prometheus%22%7D&dedup="
        each = target.read(querier, 10902, query + "false"), target.read(querier, 10902, query + "true")
        if not all(answer and answer.get("status") == "success" for answer in each):
            return False, str(each)[:500]
        without, with_dedup = (len(answer["data"]["result"]) for answer in each)
        return with_dedup > 0 and without == replicas * with_dedup, f"{without} without, {with_dedup} with"

    eventually(180, dedup, f"{target.name}: up{{job=\"prometheus\"}} has {replicas} times as many series without dedup")

    def watchdog():
        seen = []
        for pod in target.pods("alertmanager"):
            alerts = target.read(pod["metadata"]["name"], 9093, "/api/v2/alerts") or []
            seen.append(any(alert["labels"].get("alertname") == "Watchdog" for alert in alerts))
        return len(seen) > 0 and all(seen), str(seen)

    eventually(240, watchdog, f"{target.name}: Watchdog reaches every Alertmanager")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--token", default=os.environ.get("GAUNTLET_BOOTSTRAP_TOKEN", ""))
    parser.add_argument("--kubectl", default="kubectl")
    parser.add_argument("--target", action="append", required=True, help="NAME=ADMIN_KUBECONFIG[:NAMESPACE]")
    parser.add_argument("--s3-endpoint", default="")
    parser.add_argument("--s3-bucket", default="thanos")
    parser.add_argument("--s3-access-key", default="")
    parser.add_argument("--s3-secret-key-env", default="S3_SECRET", help="environment variable that holds the secret key")
    parser.add_argument("--storage-class", default="", help="existing storage class of the volumes")
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--rules", default="", help="rule file for Prometheus; the tutorial's by default")
    parser.add_argument("--ruler-rules", default="", help="rule file for the Thanos Ruler; the tutorial's by default")
    parser.add_argument("--grafana", action="store_true", help="also run Grafana (its image has to be reachable)")
    parser.add_argument("--overrides", default="{}", help="JSON: more settings by path")
    parser.add_argument("--ready-seconds", type=int, default=300)
    parser.add_argument("--no-inspection", action="store_true", help="API server only: do not wait for pods")
    parser.add_argument("--run", default=str(int(time.time())), help="distinguishes the bucket prefixes of runs")
    options = parser.parse_args()
    gauntlet = Gauntlet(options.url, options.token)
    targets = [Target(text, options.kubectl) for text in options.target]
    tutorial = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "main", "resources", "tutorial")
    import_rules(gauntlet, [("PROMETHEUS", options.rules or os.path.join(tutorial, "rules.yaml")),
                            ("RULER", options.ruler_rules or os.path.join(tutorial, "ruler-rules.yaml"))])
    for position, target in enumerate(targets):
        add(gauntlet, target, options, position)
    names = [target.name for target in targets]
    push(gauntlet, names, "end-to-end run", verify=not options.no_inspection)
    again, rollout = push(gauntlet, names, "must be empty")
    require(rollout is None and again["status"] == "empty", "a second plan is empty")
    if options.no_inspection:
        return
    for target in targets:
        nodes = len(json.loads(target.kubectl("get", "nodes", "-o", "json"))["items"])
        components = {"prometheus": options.replicas, "querier": 2, "query-frontend": 1, "ruler": 2, "alertmanager": 3,
                      "kube-state-metrics": 1, "node-exporter": nodes}
        if options.s3_endpoint:
            components |= {"store-gateway": 1, "compactor": 1}
        wait_ready(target, components, options.ready_seconds)
        inspect(target, options, nodes)
    again, rollout = push(gauntlet, names, "must still be empty")
    require(again["status"] == "empty", "with everything running, a plan is still empty")
    say("everything held")


if __name__ == "__main__":
    main()
