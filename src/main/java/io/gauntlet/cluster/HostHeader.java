package io.gauntlet.cluster;

import io.gauntlet.kernel.PinnedHost;
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

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (!settable()) {
            LOG.warn(
                    "The Host header cannot be set; API servers behind a gateway that goes by it are not reached."
                            + " Start with -D{}=host",
                    PinnedHost.HOST_HEADER_SETTING);
        }
    }

    /** Whether requests may carry a Host header of their own. An API server itself does not look at it. */
    static boolean settable() {
        return PinnedHost.hostHeaderSettable();
    }
}
