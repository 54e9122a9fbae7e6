package io.gauntlet.rendering;

/** The order in which objects are applied: every phase needs what the ones before it made. */
public enum Phase {
    /** Namespace, storage class. */
    GROUND,
    /** Service accounts, roles, bindings. */
    ACCESS,
    /** Secrets, config maps. */
    CONFIGURATION,
    SERVICES,
    WORKLOADS,
    /** Disruption budgets, network policies, ingress. */
    EXPOSURE
}
