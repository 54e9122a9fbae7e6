package io.gauntlet.cluster;

import java.net.URI;
import java.net.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the Host header settable, because URLs hold the address that was resolved and checked while the header has to name the
 * host of the kubeconfig. The HTTP client of the JDK reads the property once, so it is set before any bean is made.
 */
@Component
final class HostHeader implements BeanFactoryPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(HostHeader.class);
    private static final String PROPERTY = "jdk.httpclient.allowRestrictedHeaders";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (!settable()) {
            LOG.warn(
                    "The Host header cannot be set; API servers behind a gateway that goes by it are not reached."
                            + " Start with -D{}=host",
                    PROPERTY);
        }
    }

    /** Whether requests may carry a Host header of their own. An API server itself does not look at it. */
    static boolean settable() {
        return Probe.SETTABLE;
    }

    private static final class Probe {

        static final boolean SETTABLE = probe();

        private static boolean probe() {
            var allowed = System.getProperty(PROPERTY, "");
            if (allowed.isEmpty()) {
                System.setProperty(PROPERTY, "host");
            } else if (!allowed.contains("host")) {
                System.setProperty(PROPERTY, allowed + ",host");
            }
            try {
                HttpRequest.newBuilder(URI.create("http://localhost")).header("Host", "localhost");
                return true;
            } catch (IllegalArgumentException restricted) {
                return false;
            }
        }
    }
}
