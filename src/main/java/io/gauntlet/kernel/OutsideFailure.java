package io.gauntlet.kernel;

/** Something outside of Gauntlet did not answer as it should. Its message is for people and holds no secrets. */
public abstract class OutsideFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected OutsideFailure(String message) {
        super(message);
    }
}
