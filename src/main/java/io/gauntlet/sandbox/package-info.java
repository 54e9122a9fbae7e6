/**
 * A Kubernetes API inside this process, with clusters whose workloads live and answer. The rest of the program reaches it over
 * HTTP with a kubeconfig, like any cluster; {@link io.gauntlet.sandbox.SandboxFleet} only starts it.
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.gauntlet.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
