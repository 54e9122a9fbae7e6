package io.gauntlet.rendering;

/** Asks a container over HTTP how it is. */
record Probe(String path, String port, int periodSeconds, int failureThreshold) {

    Doc toDoc() {
        return Doc.map(
                "httpGet",
                Doc.map("path", path, "port", port, "scheme", "HTTP"),
                "periodSeconds",
                periodSeconds,
                "timeoutSeconds",
                3,
                "failureThreshold",
                failureThreshold);
    }
}
