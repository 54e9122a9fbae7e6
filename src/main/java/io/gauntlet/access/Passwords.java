package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and compares passwords, in the same time whether there is something to compare with or not. */
@Component
class Passwords {

    private static final int MIN = 8;

    /** What bcrypt looks at; a longer one would be cut off silently. */
    private static final int MAX = 72;

    private final PasswordEncoder encoder;
    private final String dummy;

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.dummy = encoder.encode("nobody has this password");
    }

    static Optional<FieldProblem> problem(String password) {
        var length = password.getBytes(StandardCharsets.UTF_8).length;
        return length >= MIN && length <= MAX && password.indexOf('\0') < 0
                ? Optional.empty()
                : Optional.of(new FieldProblem(
                        "password",
                        length < MIN ? "The password is too short." : "The password is too long.",
                        "Use 8 to 72 bytes; a letter or digit is one byte."));
    }

    String hash(String password) {
        problem(password).ifPresent(problem -> {
            throw new DomainException.Invalid(List.of(problem));
        });
        return encoder.encode(password);
    }

    /** Whether {@code password} belongs to {@code hash}; without a hash the same work is done, and the answer is no. */
    boolean matches(String password, @Nullable String hash) {
        var usable = problem(password).isEmpty();
        var equal = encoder.matches(usable ? password : "unusable", hash == null ? dummy : hash);
        return equal && usable && hash != null;
    }

    static String generate(SecureRandom random) {
        var bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
