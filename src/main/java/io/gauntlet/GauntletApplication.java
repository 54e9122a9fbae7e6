package io.gauntlet;

import io.gauntlet.kernel.Ids;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Gauntlet. Time and identity enter the program here and nowhere else, so that tests can set both. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(systemName = "Gauntlet")
public class GauntletApplication {

    public static void main(String[] args) {
        SpringApplication.run(GauntletApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Ids ids(Clock clock) {
        return Ids.timeOrdered(clock);
    }
}
