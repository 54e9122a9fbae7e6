package io.gauntlet.cluster;

/** A watch that goes on until it is closed. */
public interface ObjectWatch extends AutoCloseable {

    /** Ends it; nothing is told any more after a moment. */
    @Override
    void close();
}
