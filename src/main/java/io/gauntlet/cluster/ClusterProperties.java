package io.gauntlet.cluster;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How clusters are reached.
 *
 * @param connectTimeout time until a connection stands
 * @param requestTimeout time until a whole answer is there
 * @param allowLoopback  whether addresses of this machine may be used; the sandbox needs it
 * @param deniedNetworks more networks that are never connected to, in CIDR form; link-local ones always are denied
 */
@ConfigurationProperties("gauntlet.cluster")
record ClusterProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration requestTimeout,
        @DefaultValue("true") boolean allowLoopback,
        @DefaultValue({}) List<String> deniedNetworks) {}
