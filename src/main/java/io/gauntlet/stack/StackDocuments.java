package io.gauntlet.stack;

import io.gauntlet.change.ConfigDocument;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.change.DocumentKind;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.Stacks.ConfigureStack;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Stacks as documents whose changes are kept; the name is that of the cluster. */
@Component
class StackDocuments implements DocumentKind {

    static final String KIND = "stack";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROFILE = "profile";
    private static final String BUCKET = "bucket";
    private static final String LABELS = "externalLabels";

    private final StackStore stacks;
    private final Clusters clusters;

    StackDocuments(StackStore stacks, Clusters clusters) {
        this.stacks = stacks;
        this.clusters = clusters;
    }

    /** @param bucket name of the bucket; empty for none */
    static Named of(Cluster cluster, StackEntity row, ProfileEntity profile, String bucket) {
        var settings = Map.of(
                PROFILE,
                profile.name(),
                BUCKET,
                bucket,
                LABELS,
                JSON.writeValueAsString(row.externalLabels().values()));
        return new Named(cluster.name().value(), ConfigDocument.of(settings, SettingsText.write(row.overrides())));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String title() {
        return "stack of cluster";
    }

    @Override
    public Optional<ConfigDocument> find(String name) {
        return clusters.find(new ResourceName(name))
                .map(cluster -> stacks.document(cluster).document());
    }

    @Override
    public void add(String name, ConfigDocument document) {
        throw new IllegalStateException("every cluster has a stack");
    }

    @Override
    public void edit(String name, ConfigDocument document) {
        var cluster = clusters.get(new ResourceName(name));
        var labels = new TreeMap<String, String>();
        BoundedYaml.loadMap(LABELS, document.setting(LABELS))
                .forEach((label, value) -> labels.put(label, String.valueOf(value)));
        stacks.configure(new ConfigureStack(
                cluster.id(),
                stacks.effective(cluster.id()).version(),
                document.setting(PROFILE),
                SettingsText.change(stacks.overrides(cluster), document.text()),
                LabelSet.of(labels),
                document.setting(BUCKET)));
    }

    @Override
    public void remove(String name) {
        throw new IllegalStateException("every cluster has a stack");
    }
}
