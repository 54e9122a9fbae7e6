package io.gauntlet.cluster;

import io.gauntlet.kernel.RemoteFailure;
import java.time.Duration;
import java.util.Optional;

/** A call to a cluster that got no usable answer. Its message is for people and holds no credentials. */
public final class ClusterCallException extends RuntimeException implements RemoteFailure {

    private static final long serialVersionUID = 1L;

    /** Why there was none. */
    public enum Failure {
        /** Name not found, connection refused or reset, answer cut off. */
        UNREACHABLE,
        /** The certificate of the API server does not verify. */
        TLS,
        /** Credentials missing, expired or refused. */
        UNAUTHORIZED,
        /** The role lacks a right. */
        FORBIDDEN,
        /** 429: too many requests. */
        THROTTLED,
        TIMEOUT,
        /** 5xx. */
        SERVER_ERROR,
        /** Not what the Kubernetes API promises: not JSON, too large. */
        BAD_ANSWER
    }

    private final Failure failure;
    private final transient Optional<Duration> retryAfter;

    public ClusterCallException(Failure failure, String message) {
        this(failure, message, Optional.empty());
    }

    public ClusterCallException(Failure failure, String message, Optional<Duration> retryAfter) {
        super(message);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    public Failure failure() {
        return failure;
    }

    @Override
    public Kind kind() {
        return switch (failure) {
            case THROTTLED -> Kind.BUSY;
            case TIMEOUT -> Kind.TIMED_OUT;
            case UNREACHABLE, TLS, UNAUTHORIZED, FORBIDDEN, SERVER_ERROR, BAD_ANSWER -> Kind.NO_ANSWER;
        };
    }

    /** How long the API server asked to wait. */
    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
