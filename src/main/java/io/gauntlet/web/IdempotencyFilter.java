package io.gauntlet.web;

import io.gauntlet.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries out a POST with an Idempotency-Key once. A repetition within 24 hours gets the answer of the first; another body
 * under the same key is refused. Only answers of success are kept, so a caller may correct a refused request and repeat it.
 */
@Component
@Order(IdempotencyFilter.AFTER_SECURITY)
class IdempotencyFilter extends OncePerRequestFilter {

    static final int AFTER_SECURITY = 0;
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";
    private static final String PREFIX = "/api/v1/";
    private static final String TOKENS = "/api/v1/tokens";

    /** Bodies here hold passwords, which a plain hash would give away to whoever guesses. */
    private static final String USERS = "/api/v1/users";

    private final IdempotencyStore store;
    private final ProblemWriter problems;
    private final PasswordEncoder slowHash;

    IdempotencyFilter(IdempotencyStore store, ProblemWriter problems, PasswordEncoder slowHash) {
        this.store = store;
        this.problems = problems;
        this.slowHash = slowHash;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"POST".equals(request.getMethod())
                || request.getHeader(HEADER) == null
                || !ApiPaths.path(request).startsWith(PREFIX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var text = request.getHeader(HEADER);
        if (!text.matches("\\p{Graph}{1,200}") || isMultipart(request)) {
            var failure = Failure.field(
                    ProblemType.MALFORMED,
                    HEADER,
                    "The Idempotency-Key cannot be used.",
                    "Send 1 to 200 visible ASCII characters, with a JSON body.");
            problems.write(failure, request, response);
            return;
        }
        BufferedBodyRequest buffered;
        try {
            buffered = new BufferedBodyRequest(request);
        } catch (BodyTooLargeException tooLarge) {
            problems.write(BodyTooLargeException.failure(), request, response);
            return;
        }
        var query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        var key = new IdempotencyStore.Key(actor(), text, cut(ApiPaths.path(request) + query));
        var digest = digest(buffered.body());
        if (store.begin(key, isSlow(request) ? slowHash.encode(digest) : digest)) {
            carryOut(key, buffered, response, chain);
        } else {
            repeat(store.find(key), digest, request, response);
        }
    }

    private void carryOut(
            IdempotencyStore.Key key, BufferedBodyRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caching = new ContentCachingResponseWrapper(response);
        var answered = false;
        try {
            chain.doFilter(request, caching);
            answered = !request.isAsyncStarted() && caching.getStatus() >= 200 && caching.getStatus() < 300;
        } finally {
            if (!answered) {
                store.forget(key);
            }
        }
        if (answered) {
            // The value of a new token is shown once and stored nowhere.
            var body = holdsSecret(request) ? new byte[0] : caching.getContentAsByteArray();
            store.finish(
                    key,
                    new IdempotencyStore.Answer(
                            caching.getStatus(),
                            body,
                            caching.getContentType(),
                            caching.getHeader(HttpHeaders.LOCATION),
                            caching.getHeader(HttpHeaders.ETAG)));
        }
        caching.copyBodyToResponse();
    }

    private void repeat(
            Optional<IdempotencyStore.Known> known,
            String digest,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var answer = known.map(IdempotencyStore.Known::answer).orElse(null);
        if (known.isPresent() && !isSame(known.get().fingerprint(), digest, request)) {
            problems.write(
                    Failure.field(
                            ProblemType.INVALID,
                            HEADER,
                            "This key was used for another request.",
                            "Use a new key for every new request."),
                    request,
                    response);
        } else if (answer == null) {
            problems.write(Failures.inFlight(), request, response);
        } else if (holdsSecret(request)) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
            problems.write(
                    Failure.of(
                            ProblemType.CONFLICT,
                            "The first request with this key made the token; its value is shown once only. Revoke it and make another."),
                    request,
                    response);
        } else {
            replay(answer, response);
        }
    }

    private static void replay(IdempotencyStore.Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader(REPLAYED, "true");
        setIfPresent(response, HttpHeaders.LOCATION, answer.location());
        setIfPresent(response, HttpHeaders.ETAG, answer.etag());
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        response.getOutputStream().write(answer.body());
    }

    private static void setIfPresent(HttpServletResponse response, String name, @Nullable String value) {
        if (value != null) {
            response.setHeader(name, value);
        }
    }

    private boolean isSame(String fingerprint, String digest, HttpServletRequest request) {
        return isSlow(request)
                ? slowHash.matches(digest, fingerprint)
                : MessageDigest.isEqual(
                        fingerprint.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        digest.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static boolean isSlow(HttpServletRequest request) {
        return ApiPaths.path(request).startsWith(USERS);
    }

    private static boolean holdsSecret(HttpServletRequest request) {
        return ApiPaths.path(request).startsWith(TOKENS);
    }

    private static boolean isMultipart(HttpServletRequest request) {
        return request.getContentType() != null
                && request.getContentType().toLowerCase(java.util.Locale.ROOT).startsWith("multipart/");
    }

    /** Keys of different tokens are apart, so that none sees what another one may. */
    private static String actor() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return Caller.of(authentication)
                .map(caller -> caller.token() == null
                        ? caller.name()
                        : caller.name() + "/" + caller.token().id())
                .orElseGet(() -> Optional.ofNullable(authentication)
                        .map(Authentication::getName)
                        .orElse(""));
    }

    private static String cut(String path) {
        return path.length() <= 2_000
                ? path
                : path.substring(0, 1_900) + digest(path.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
