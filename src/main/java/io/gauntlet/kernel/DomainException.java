package io.gauntlet.kernel;

import java.util.List;

/** A request that cannot be carried out as it was made. The web module turns each case into one HTTP status. */
public abstract sealed class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private DomainException(String message) {
        super(message, null, false, false);
    }

    /** There is no such thing, or the caller may not know that there is: 404. */
    public static final class NotFound extends DomainException {

        private static final long serialVersionUID = 1L;

        public NotFound(String kind, Object key) {
            super("There is no %s '%s'.".formatted(kind, key));
        }
    }

    /** The name or identity is taken, or the state of the thing forbids this: 409. */
    public static final class Conflict extends DomainException {

        private static final long serialVersionUID = 1L;
        private final transient List<FieldProblem> problems;

        public Conflict(String message) {
            this(message, List.of());
        }

        public Conflict(String message, List<FieldProblem> problems) {
            super(message);
            this.problems = List.copyOf(problems);
        }

        public List<FieldProblem> problems() {
            return problems;
        }
    }

    /** Somebody changed the thing since the caller read it: 412. */
    public static final class Stale extends DomainException {

        private static final long serialVersionUID = 1L;

        public Stale(String kind, Object key) {
            super("The %s '%s' was changed since it was read. Read it again and repeat the change."
                    .formatted(kind, key));
        }
    }

    /** A write without the version it is based on: 428. */
    public static final class VersionRequired extends DomainException {

        private static final long serialVersionUID = 1L;

        public VersionRequired() {
            super("Send the ETag of the version that was read in an If-Match header.");
        }
    }

    /** The input breaks a rule; nothing was saved: 422. */
    public static final class Invalid extends DomainException {

        private static final long serialVersionUID = 1L;
        private final transient List<FieldProblem> problems;

        public Invalid(List<FieldProblem> problems) {
            super(problems.isEmpty() ? "Invalid input." : problems.getFirst().reason());
            this.problems = List.copyOf(problems);
        }

        public static Invalid of(String field, String reason, String fix) {
            return new Invalid(List.of(new FieldProblem(field, reason, fix)));
        }

        public List<FieldProblem> problems() {
            return problems;
        }
    }
}
