#!/usr/bin/env python3
"""Writes the table of fields that the API double checks objects against, from the OpenAPI of a real API server:

    kubectl get --raw /openapi/v2 | python3 scripts/field_table.py > src/main/resources/sandbox/fields.txt

One type a line: its name, then its fields as name=type, with ! behind the name of a required one. Types: s text, i int32,
l int64, n number, b boolean, q quantity, x number or text, y bytes, t time, * anything, @T the type T, {E} a map, [E] a list
replaced as a whole, [=E] a set, [E:k,l] a list whose items are known by the keys k and l; ^ in front: replaced as a whole.
"""
import json
import sys

ROOTS = """core.v1.ConfigMap core.v1.Endpoints core.v1.Event core.v1.Namespace core.v1.Node core.v1.PersistentVolume
core.v1.PersistentVolumeClaim core.v1.Pod core.v1.Secret core.v1.Service core.v1.ServiceAccount apps.v1.DaemonSet
apps.v1.Deployment apps.v1.ReplicaSet apps.v1.StatefulSet coordination.v1.Lease discovery.v1.EndpointSlice
networking.v1.Ingress networking.v1.IngressClass networking.v1.NetworkPolicy policy.v1.PodDisruptionBudget
rbac.v1.ClusterRole rbac.v1.ClusterRoleBinding rbac.v1.Role rbac.v1.RoleBinding storage.v1.StorageClass""".split()
SPECIAL = {"Quantity": "q", "IntOrString": "x", "Time": "t", "MicroTime": "t", "RawExtension": "*", "FieldsV1": "*"}

definitions = json.load(sys.stdin)["definitions"]
names, lines, queue = {}, {}, []


def short(full):
    if full not in names:
        name = full.rsplit(".", 1)[1]
        if name in names.values():
            name = full.rsplit(".", 3)[1].capitalize() + name
        names[full] = name
        queue.append(full)
    return names[full]


def kind_of(schema):
    if "$ref" in schema:
        full = schema["$ref"].rsplit("/", 1)[1]
        if full.rsplit(".", 1)[1] in SPECIAL:
            return SPECIAL[full.rsplit(".", 1)[1]]
        target = definitions[full]
        atomic = "atomic" in (schema.get("x-kubernetes-map-type"), target.get("x-kubernetes-map-type"))
        return ("^" if atomic else "") + "@" + short(full)
    sort = schema.get("type")
    if sort == "array":
        element, how = kind_of(schema["items"]), schema.get("x-kubernetes-list-type", "atomic")
        keys = ",".join(schema.get("x-kubernetes-list-map-keys", []))
        return {"atomic": f"[{element}]", "set": f"[={element}]", "map": f"[{element}:{keys}]"}[how]
    if sort == "object":
        inner = kind_of(schema["additionalProperties"]) if "additionalProperties" in schema else "*"
        return ("^" if schema.get("x-kubernetes-map-type") == "atomic" else "") + "{" + inner + "}"
    if sort == "integer":
        return "l" if schema.get("format") == "int64" else "i"
    if sort == "string":
        return {"byte": "y", "date-time": "t"}.get(schema.get("format"), "s")
    return {"number": "n", "boolean": "b"}.get(sort, "*")


for root in ROOTS:
    short("io.k8s.api." + root)
while queue:
    full = queue.pop(0)
    definition = definitions[full]
    required = set(definition.get("required", []))
    fields = [
        f"{name}{'!' if name in required else ''}={kind_of(schema)}"
        for name, schema in sorted(definition.get("properties", {}).items())
    ]
    lines[names[full]] = " ".join([names[full], *fields])
for name in sorted(lines):
    print(lines[name])
