package io.gauntlet.web;

/** Gives the top bar the number of clusters with changes that were not pushed yet; has to be cheap. */
@FunctionalInterface
public interface TopBarCount {

    int count();
}
