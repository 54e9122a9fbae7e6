package io.gauntlet.cluster;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks into a kubeconfig without saving it or connecting anywhere. */
@Component
public class Kubeconfigs {

    /**
     * What a kubeconfig offers.
     *
     * @param current  the context that is used when none is chosen; null when one has to be
     * @param problems what is wrong with the document, whatever context is chosen
     */
    public record Inspection(
            List<Context> contexts, @Nullable String current, List<FieldProblem> problems) {}

    /**
     * One context.
     *
     * @param apiServer its address; empty when it is refused
     * @param user      how it signs in: token, client-certificate, or empty when it is refused
     * @param problems  why it is refused; empty when it can be used
     */
    public record Context(
            String name,
            String apiServer,
            String user,
            @Nullable String namespace,
            List<FieldProblem> problems) {}

    /**
     * Reads all contexts.
     *
     * @throws DomainException.Invalid when the text is no kubeconfig at all
     */
    public Inspection inspect(Secret text) {
        var kubeconfig = Kubeconfig.read(text);
        if (kubeconfig.contexts().isEmpty()) {
            throw new DomainException.Invalid(kubeconfig.problems());
        }
        var contexts = new ArrayList<Context>();
        for (var name : kubeconfig.contexts()) {
            var namespace = kubeconfig.namespaceOf(name).orElse(null);
            try {
                var access = kubeconfig.access(name);
                contexts.add(new Context(name, access.apiServer(), kind(access.credentials()), namespace, List.of()));
            } catch (DomainException.Invalid refused) {
                contexts.add(new Context(name, kubeconfig.addressOf(name), "", namespace, refused.problems()));
            }
        }
        var current = kubeconfig
                .currentContext()
                .orElse(contexts.size() == 1 ? contexts.getFirst().name() : null);
        return new Inspection(List.copyOf(contexts), current, kubeconfig.problems());
    }

    private static String kind(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Token token -> "token";
            case Credentials.ClientCertificate pair -> "client-certificate";
        };
    }
}
