/** Finds the monitoring that already runs in a cluster, imports what can be imported, and prepares its take-over. */
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
            "delivery"
        })
@NullMarked
package io.gauntlet.adoption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
