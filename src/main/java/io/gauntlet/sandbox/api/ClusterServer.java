package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.workload.ClusterObjects;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The API server of one cluster: takes requests, knows nothing of HTTP connections. What it answers is meant to be what a
 * kube-apiserver answers; the contract suite compares the two.
 */
public final class ClusterServer {

    private final ObjectStore store;
    private final Clock clock;
    private final Tokens tokens;
    private final Routes routes;
    private final Listing listing;
    private final ControllerObjects controllers;

    /**
     * Makes a cluster with what every cluster has from the start.
     *
     * @param secret signs the tokens; the same secret keeps them valid over a restart
     * @param pods   answers for pods; asked late, since they live on what is stored here
     */
    public ClusterServer(Settings settings, byte[] secret, Clock clock, SharedMemory memory, Supplier<PodProxy> pods) {
        this.clock = clock;
        this.store = new ObjectStore(memory);
        this.tokens = new Tokens(secret, settings.name());
        var random = new SplittableRandom(settings.name().hashCode());
        Supplier<String> uids = () -> {
            synchronized (random) {
                var high = (random.nextLong() & ~0xF000L) | 0x4000L;
                var low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
                return new UUID(high, low).toString();
            }
        };
        var writes = new Writes(store, clock, uids);
        var deletions = new Deletions(store, writes);
        var groups = new ApiGroups(settings.version(), settings.gateway());
        this.listing = new Listing(store);
        var authorizer = new Authorizer(store);
        var reviews = new Reviews(store, authorizer, tokens, writes);
        var behind = new Routes.Behind(new Proxying(store, pods), new PodLogs(store, pods));
        var namespaces = new Namespaces(store, writes);
        this.routes = new Routes(
                groups,
                authorizer,
                reviews,
                behind,
                new ObjectRequests(store, writes, deletions, listing, authorizer, namespaces));
        this.controllers = new ControllerObjects(store, writes, deletions);
        Seeds.plant(writes, namespaces);
    }

    /**
     * What is particular to a cluster.
     *
     * @param version git version that it reports, such as v1.34.4
     * @param gateway whether it serves the route kinds of the Gateway API
     */
    public record Settings(String name, String version, boolean gateway) {}

    /** Answers one request; never throws for a request that is wrong. */
    public ApiResponse answer(ApiRequest request) {
        try {
            return routes.answer(authenticate(request), request);
        } catch (ApiFailure refused) {
            return ApiResponse.json(refused.code(), refused.toStatus());
        }
    }

    private User authenticate(ApiRequest request) {
        var header = request.header("authorization");
        if (header.isEmpty()) {
            return User.ANONYMOUS;
        }
        var parts = header.split(" ", 2);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            throw Failures.unauthorized();
        }
        return tokens.user(parts[1].strip(), clock.instant(), store).orElseThrow(Failures::unauthorized);
    }

    public String adminToken() {
        return tokens.admin();
    }

    /** A token for a service account that exists. */
    public Optional<String> tokenFor(String namespace, String account, Duration life) {
        var key = ObjectKey.of(ResourceKinds.named("ServiceAccount"), namespace, account);
        return store.find(key)
                .map(found -> tokens.serviceAccount(namespace, account, found.uid(), clock.instant(), life));
    }

    /** The objects as the simulated controllers use them. */
    public ClusterObjects controllers() {
        return controllers;
    }

    /** Calls back after every write, while the store is held. */
    public void onWrite(Runnable callback) {
        store.onChange(_ -> callback.run());
    }

    /** Lets all versions and lists so far expire: watches from them and further pages get 410. */
    public void compact() {
        store.compact();
        listing.expire();
    }

    /** How many objects of each kind there are, by resource name. */
    public Map<String, Integer> counts() {
        var counts = new HashMap<String, Integer>();
        for (var kind : ResourceKinds.all()) {
            counts.put(kind.resource(), store.list(kind, "").objects().size());
        }
        return counts;
    }
}
