package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.cluster.TestClusterApis;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.ClusterDrift.State;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestRenderer;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.rendering.MonitoringConfigFixtures;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift of a whole rendered stack on an API that fills in defaults, keeps field owners and reports status. */
class DriftDoubleIntegrationTests {

    private static final String NAME = "tokyo";
    private static final int NOISY_LOOKS = 1000;
    private static final Pattern LIST_KEY =
            Pattern.compile("/\\d+/(name|port|protocol|containerPort|mountPath|topologyKey|whenUnsatisfiable)$");

    private final HttpClient http = HttpClient.newHttpClient();
    private DeliveryHarness delivery;
    private DriftHarness drift;
    private SandboxFleet fleet;
    private SandboxCluster sandbox;
    private TestClusterApis apis;
    private ClusterApi api;
    private ManifestSet stack;

    @BeforeEach
    void start() {
        delivery = new DeliveryHarness();
        drift = DriftHarness.of(delivery);
        fleet = SandboxFleet.start(SandboxOptions.defaults(new byte[32]).withoutLife());
        sandbox = fleet.cluster(NAME);
        apis = new TestClusterApis();
        api = apis.of(sandbox);
        delivery.cluster(NAME);
        delivery.reached.put(drift.cluster(NAME).id(), api);
        stack = new ManifestRenderer()
                .render(MonitoringConfigFixtures.named(
                        MonitoringConfigFixtures.tutorial(), NAME, DeliveryFixtures.NAMESPACE));
        delivery.configure(NAME, stack);
        drift.push(NAME);
    }

    @AfterEach
    void stop() {
        apis.close();
        fleet.close();
        delivery.close();
    }

    private boolean put(ObjectRef ref, JsonNode object, String manager) {
        return send("PUT", ref.path() + "?fieldManager=" + manager, object) == 200;
    }

    private int send(String method, String path, JsonNode body) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                                    .header("Authorization", "Bearer " + sandbox.adminToken())
                                    .header("Content-Type", "application/json")
                                    .method(method, BodyPublishers.ofString(body.toString()))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private LiveObject live(ObjectRef ref) {
        return api.get(ref).orElseThrow();
    }

    private Map<String, JsonNode> contents() {
        var result = new TreeMap<String, JsonNode>();
        stack.manifests()
                .forEach(manifest -> result.put(
                        manifest.ref().toString(),
                        LiveContent.of(live(manifest.ref()).content())));
        return result;
    }

    /** Edits the next leaf of every object; those that the API server took, with the field. */
    private Map<ObjectRef, String> editOneLeafOfEach(Map<ObjectRef, List<String>> leaves, int number) {
        var edited = new LinkedHashMap<ObjectRef, String>();
        leaves.forEach((ref, pointers) -> {
            if (number < pointers.size()) {
                var before = live(ref).content();
                var next = LeafEdits.edited(before, pointers.get(number));
                if (!next.equals(before)
                        && put(ref, next, "intruder")
                        && !LiveContent.same(before, live(ref).content())) {
                    edited.put(ref, pointers.get(number));
                }
            }
        });
        return edited;
    }

    /**
     * Whether applying the object once more would change nothing: every field that we apply is as it was. What an edit leaves
     * behind besides, such as a node port, is not ours and is taken away here.
     */
    private boolean isBack(ObjectRef ref, Map<String, JsonNode> before) {
        var wanted = java.util.Objects.requireNonNull(before.get(ref.toString()));
        var now = live(ref);
        if (LiveContent.of(now.content()).equals(wanted)) {
            return true;
        }
        var expected = java.util.Optional.of(new ApplyRequest.Expected(now.uid(), now.resourceVersion()));
        var again = api.apply(new ApplyRequest(ref, bytesOf(ref), expected, true, false));
        var ours = again instanceof ApplyOutcome.Applied(var after) && LiveContent.same(now.content(), after.content());
        var original = (ObjectNode) wanted.deepCopy();
        original.withObject("metadata").put("uid", now.uid()).put("resourceVersion", now.resourceVersion());
        assertThat(put(ref, original, "restorer")).as("%s can be restored", ref).isTrue();
        return ours;
    }

    private byte[] bytesOf(ObjectRef ref) {
        return stack.manifests().stream()
                .filter(manifest -> manifest.ref().equals(ref))
                .findFirst()
                .orElseThrow()
                .json();
    }

    @Test
    void everyLeafOfEveryObjectThatSomebodyElseEditsIsFoundAndComesBack() {
        assertThat(drift.look(NAME).state()).isEqualTo(State.IN_SYNC);
        var before = contents();
        var leaves = stack.manifests().stream()
                .collect(Collectors.toMap(
                        Manifest::ref,
                        manifest -> LeafEdits.of(Json.read(manifest.json())),
                        (one, other) -> one,
                        LinkedHashMap::new));
        var most = leaves.values().stream().mapToInt(List::size).max().orElse(0);
        var total = 0;
        var missed = new ArrayList<String>();
        var notBack = new ArrayList<String>();
        for (var number = 0; number < most; number++) {
            var edited = editOneLeafOfEach(leaves, number);
            if (edited.isEmpty()) {
                continue;
            }
            total += edited.size();
            var found = drift.look(NAME).objects().stream()
                    .collect(Collectors.toMap(DriftedObject::ref, object -> object, (one, other) -> one));
            edited.forEach((ref, pointer) -> {
                var object = found.get(ref);
                // Nobody owns what is gone: a field that the edit took away, or an item that is another one under its
                // new key.
                var gone = LIST_KEY.matcher(pointer).find()
                        || live(ref).content().at(pointer).isMissingNode();
                var known = object != null
                        && (gone || "intruder".equals(object.author().manager()));
                if (!known) {
                    missed.add(ref + " " + pointer + " " + object);
                }
            });
            assertThat(found.keySet()).as("nothing else differs").isSubsetOf(edited.keySet());
            if (found.values().stream().anyMatch(object -> object.difference() != Difference.REFUSED)) {
                drift.drifts.heal(new ResourceName(NAME));
                drift.process.work();
            }
            edited.forEach((ref, pointer) -> {
                if (!isBack(ref, before)) {
                    notBack.add(ref + " " + pointer);
                }
            });
        }
        // An item of a list whose key was changed is another item, which server-side apply leaves to its owner.
        assertThat(notBack).allMatch(edit -> LIST_KEY.matcher(edit).find());
        assertThat(missed).isEmpty();
        assertThat(total).as("edited leaves").isGreaterThan(500);
        assertThat(drift.look(NAME).state()).isEqualTo(State.IN_SYNC);
        assertThat(contents().keySet()).isEqualTo(before.keySet());
        assertThat(stack.manifests()).allMatch(manifest -> isBack(manifest.ref(), before));
    }

    @Test
    void aThousandLooksAtStatusNoiseAndServerDefaultsRaiseNoAlarm() {
        var workloads = stack.manifests().stream()
                .map(Manifest::ref)
                .filter(Refs::workload)
                .toList();
        for (var i = 0; i < NOISY_LOOKS; i++) {
            var ref = workloads.get(i % workloads.size());
            var noisy = (ObjectNode) live(ref).content();
            noisy.putObject("status").put("observedGeneration", i);
            assertThat(send("PUT", ref.path() + "/status?fieldManager=controller", noisy))
                    .isEqualTo(200);
            if (i % 50 == 0) {
                // Somebody adds a field of his own.
                noisy = (ObjectNode) live(ref).content();
                noisy.withObject("metadata").withObject("annotations").put("example.org/note", "n" + i);
                assertThat(put(ref, noisy, "annotator")).isTrue();
            }
            var seen = drift.look(NAME);
            assertThat(seen.state()).isEqualTo(State.IN_SYNC);
            assertThat(seen.objects()).isEmpty();
        }
    }

    @Test
    void replicasThatAPersonMovedAreDrift() {
        var ref = stack.manifests().stream()
                .map(Manifest::ref)
                .filter(one -> one.type().equals(Kinds.DEPLOYMENT))
                .findFirst()
                .orElseThrow();
        var scaled = (ObjectNode) live(ref).content();
        scaled.withObject("spec").put("replicas", 7);
        assertThat(put(ref, scaled, "kubectl-edit")).isTrue();
        assertThat(drift.look(NAME).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.tolerated()).isFalse());
    }
}
