package io.gauntlet.cluster.web;

import io.gauntlet.cluster.Kubeconfigs;
import io.gauntlet.kernel.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what a kubeconfig offers before a cluster is added. */
@RestController
@RequestMapping("/api/v1/kubeconfigs")
class KubeconfigApiController {

    private final Kubeconfigs kubeconfigs;

    KubeconfigApiController(Kubeconfigs kubeconfigs) {
        this.kubeconfigs = kubeconfigs;
    }

    record InspectRequest(@Nullable String kubeconfig) {

        /** Without the kubeconfig, which holds credentials. */
        @Override
        public String toString() {
            return "InspectRequest";
        }
    }

    /** Lists the contexts with what is wrong with each; nothing is stored and nothing is connected to. */
    @PostMapping("/inspect")
    @PreAuthorize("hasRole('OPERATOR')")
    Kubeconfigs.Inspection inspect(@RequestBody InspectRequest request) {
        return kubeconfigs.inspect(Secret.of(Objects.requireNonNullElse(request.kubeconfig(), "")));
    }
}
