package io.gauntlet.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests of one cluster, so that tests can say what a client really asked. */
public final class RequestLog {

    private static final int KEPT = 500;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long total;

    /**
     * One request.
     *
     * @param path   without the prefix of the cluster, with the query
     * @param status 0 if no answer was sent
     * @param bytes  of the answer's body
     */
    public record Entry(String method, String path, int status, long bytes) {

        public boolean isWrite() {
            return !method.equals("GET") && !path.contains("selfsubject") && !path.contains("dryRun=All");
        }
    }

    synchronized void add(Entry entry) {
        total++;
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    /** The last 500, oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many there were since the cluster was made. */
    public synchronized long total() {
        return total;
    }

    /** Those of the kept ones that changed something or tried to. */
    public List<Entry> writes() {
        return entries().stream().filter(Entry::isWrite).toList();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
