/** Gauntlet: the control plane for highly available Prometheus and Thanos on many Kubernetes clusters. */
@org.jspecify.annotations.NullMarked
package io.gauntlet;
