package io.gauntlet.adoption;

import io.gauntlet.adoption.Candidate.Content;
import io.gauntlet.adoption.ConfigFiles.ConfigFile;
import io.gauntlet.adoption.PodShape.Container;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.adoption.Survey.Verdict;
import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.Buckets.AddBucket;
import io.gauntlet.bucket.Retention;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the object storage of Thanos components. Keys of the storage are taken along in memory, never shown. */
final class BucketFinder {

    private static final List<StackRole> USERS =
            List.of(StackRole.SIDECAR, StackRole.STORE_GATEWAY, StackRole.COMPACTOR, StackRole.RULER);
    private static final Set<String> SECRETS = Set.of("secret_key", "session_token");
    private static final Set<String> SHOWN =
            Set.of("bucket", "endpoint", "region", "insecure", "bucket_lookup_type", "directory", "aws_sdk_auth");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private final Buckets buckets;
    private final Function<AddBucket, List<FieldProblem>> trial;
    private final Map<String, Store> stores = new LinkedHashMap<>();

    /** @param trial what adding a bucket would be refused for */
    BucketFinder(Buckets buckets, Function<AddBucket, List<FieldProblem>> trial) {
        this.buckets = buckets;
        this.trial = trial;
    }

    private static final class Store {
        private final Map<String, Object> document;
        private final List<String> users = new ArrayList<>();
        private final List<String> sources = new ArrayList<>();
        private @Nullable Container compactor;

        Store(Map<String, Object> document) {
            this.document = document;
        }
    }

    /** @param present the bucket that the stack of the cluster uses now */
    List<Candidate> find(Surveyor.Found survey, ConfigFiles files, Optional<Bucket> present) {
        for (var running : survey.running()) {
            if (running.workload().origin() != Origin.OURS) {
                USERS.forEach(role -> running.containers(role)
                        .forEach(container -> document(running, container, files)
                                .ifPresent(file -> add(running, role, container, file))));
            }
        }
        return stores.values().stream().map(store -> candidate(store, present)).toList();
    }

    private Optional<ConfigFile> document(Running running, Container container, ConfigFiles files) {
        var inline = container.flag("objstore.config");
        if (inline.isEmpty()) {
            return container
                    .flag("objstore.config-file")
                    .flatMap(path -> files.at(running.namespace(), running.pod(), container, path));
        }
        var variable = VARIABLE.matcher(inline.get());
        if (variable.matches()) {
            return Optional.ofNullable(container.env().get(variable.group(1)))
                    .flatMap(key -> files.value(running.namespace(), key));
        }
        return Optional.of(new ConfigFile(
                "", "flag --objstore.config of " + running.title(), running.namespace(), "", "", true, inline.get()));
    }

    private void add(Running running, StackRole role, Container container, ConfigFile file) {
        var document = Documents.mapping(file.text());
        if (document.isEmpty() || Documents.text(document.get().get("type")).isEmpty()) {
            return;
        }
        var store = stores.computeIfAbsent(identity(document.get()), key -> new Store(document.get()));
        store.users.add(running.title());
        if (!store.sources.contains(file.source())) {
            store.sources.add(file.source());
        }
        if (role == StackRole.COMPACTOR) {
            store.compactor = container;
        }
    }

    private static String identity(Map<String, Object> document) {
        var config = Documents.child(document, "config");
        return String.join(
                        "|",
                        Documents.text(document.get("type")),
                        Documents.text(config.get("endpoint")),
                        Documents.text(config.get("bucket")),
                        Documents.text(config.get("directory")),
                        Documents.text(document.get("prefix")))
                .toLowerCase(Locale.ROOT);
    }

    private Candidate candidate(Store store, Optional<Bucket> present) {
        var foreignCompactor = store.compactor != null;
        var known = buckets.all().stream()
                .filter(bucket -> identity(
                                Map.of("type", bucket.type(), "config", bucket.settings(), "prefix", bucket.prefix()))
                        .equals(identity(store.document)))
                .findFirst();
        if (known.isPresent()) {
            var same = known.get().id().equals(present.map(Bucket::id).orElse(null));
            var name = known.get().name().value();
            return new Candidate(
                    proposal(store, name, same ? Verdict.PRESENT : Verdict.READY, Set.of(), List.of()),
                    new Content.UseBucket(name, foreignCompactor));
        }
        var config = Documents.child(store.document, "config");
        var secrets = new TreeMap<String, Secret>();
        var settings = new TreeMap<String, Object>();
        config.forEach((key, value) -> {
            var name = String.valueOf(key);
            var text = Documents.text(value);
            if (SECRETS.contains(name)) {
                if (!text.isEmpty()) {
                    secrets.put(name, Secret.of(text));
                }
            } else if (value != null && !"".equals(value)) {
                settings.put(name, value);
            }
        });
        var bucketName = Documents.text(config.get("bucket"));
        var command = new AddBucket(
                Names.entity(bucketName.isEmpty() ? "bucket" : bucketName),
                Documents.text(store.document.get("type")),
                settings,
                secrets,
                Documents.text(store.document.get("prefix")),
                retention(store.compactor).orElse(null));
        var problems = trial.apply(command);
        var taken = problems.stream().anyMatch(problem -> problem.field().equals("name"));
        var verdict = problems.isEmpty() ? Verdict.READY : taken ? Verdict.TAKEN : Verdict.REFUSED;
        return new Candidate(
                proposal(store, command.name(), verdict, secrets.keySet(), problems),
                new Content.Bucket(command, foreignCompactor));
    }

    private static Proposal proposal(
            Store store, String name, Verdict verdict, Set<String> secrets, List<FieldProblem> problems) {
        var preview = new StringBuilder("type: " + Documents.text(store.document.get("type")) + "\n");
        Documents.child(store.document, "config").forEach((key, value) -> {
            var shown = SHOWN.contains(String.valueOf(key)) ? Documents.text(value) : "…";
            preview.append(key).append(": ").append(shown).append('\n');
        });
        var prefix = Documents.text(store.document.get("prefix"));
        if (!prefix.isEmpty()) {
            preview.append("prefix: ").append(prefix).append('\n');
        }
        var warnings = new ArrayList<String>();
        warnings.add("Used by "
                + String.join(", ", store.users.stream().distinct().limit(20).toList()) + ".");
        if (store.compactor != null) {
            warnings.add("Another workload compacts it: this cluster gets no compactor until that one is gone,"
                    + " because two of them destroy blocks.");
        }
        return new Proposal(
                Untrusted.id("bucket", identity(store.document)),
                Kind.BUCKET,
                Untrusted.line(name),
                store.sources,
                Untrusted.text(preview.toString()),
                "",
                verdict,
                List.copyOf(secrets),
                warnings.stream().map(Untrusted::line).toList(),
                RuleFinder.cleaned(problems));
    }

    private static Optional<Retention> retention(@Nullable Container compactor) {
        if (compactor == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Retention(
                    flag(compactor, "retention.resolution-raw"),
                    flag(compactor, "retention.resolution-5m"),
                    flag(compactor, "retention.resolution-1h")));
        } catch (DomainException.Invalid tooShort) {
            return Optional.empty();
        }
    }

    private static PromDuration flag(Container container, String name) {
        return PromDuration.parse(name, container.flag(name).orElse("0s"));
    }
}
