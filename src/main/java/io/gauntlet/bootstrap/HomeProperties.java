package io.gauntlet.bootstrap;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Gauntlet keeps files of its own when it runs without an external database.
 *
 * @param home folder of the embedded database and the generated master key, relative to the working directory
 */
@ConfigurationProperties("gauntlet")
record HomeProperties(@DefaultValue(".gauntlet") Path home) {}
