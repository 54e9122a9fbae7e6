/** Plans, rollouts and what was applied where. */
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "vault",
            "cluster",
            "change",
            "bucket",
            "stack",
            "rule",
            "routing",
            "rendering",
            "proof"
        })
@NullMarked
package io.gauntlet.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
