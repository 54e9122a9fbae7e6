package io.gauntlet.access;

import io.gauntlet.kernel.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Makes the user {@code admin} when there is nobody yet. A password that was made up is printed here, once, and nowhere else. */
@Component
@Order(0)
class FirstUser implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);

    private final Users users;
    private final AccessProperties properties;

    FirstUser(Users users, AccessProperties properties) {
        this.users = users;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!users.none()) {
            return;
        }
        var given = properties.adminPassword();
        var password = given.isEmpty() ? madeUp() : given;
        users.add("admin", Secret.of(password), Role.ADMIN);
        if (given.isEmpty()) {
            LOG.warn("First start: sign in as 'admin' with the password {} and change it under Settings", password);
        }
    }

    private static String madeUp() {
        var bytes = new byte[15];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
