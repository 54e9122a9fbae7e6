/** Starts what the program needs when nothing is configured: a database of its own, and the sandbox fleet. */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "vault",
            "cluster",
            "bucket",
            "stack",
            "rule",
            "routing",
            "rendering",
            "delivery",
            "status",
            "access",
            "sandbox"
        })
@NullMarked
package io.gauntlet.bootstrap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
