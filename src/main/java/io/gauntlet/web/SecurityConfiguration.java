package io.gauntlet.web;

import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import io.gauntlet.access.SignIns;
import io.gauntlet.access.Tokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Two doors: programs come with a token, people with a session. Everything is closed unless named here, and every handler
 * names the role that it needs besides.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String NO_FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";

    private final SignIns signIns;
    private final Tokens tokens;
    private final SignInFlow signInFlow;
    private final ProblemWriter problems;

    SecurityConfiguration(SignIns signIns, Tokens tokens, SignInFlow signInFlow, ProblemWriter problems) {
        this.signIns = signIns;
        this.tokens = tokens;
        this.signInFlow = signInFlow;
        this.problems = problems;
    }

    /** For programs, and for our own pages' scripts with their session. */
    @Bean
    @Order(1)
    SecurityFilterChain apiChain(HttpSecurity http) {
        AuthenticationEntryPoint refusal = this::unauthenticated;
        return common(http, API_POLICY, refusal)
                .securityMatcher(ApiPaths.PATTERNS)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.ignoringRequestMatchers(BearerTokenFilter::applies))
                .addFilterBefore(new BearerTokenFilter(tokens, refusal), CsrfFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole(Role.ADMIN.name())
                        .anyRequest()
                        .access(withinScope()))
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** For people. */
    @Bean
    @Order(2)
    SecurityFilterChain pageChain(HttpSecurity http) {
        return common(http, PAGE_POLICY, signInFlow)
                // The sign-in form has no token: it would need a session for every stranger. Its origin is checked.
                .csrf(csrf -> csrf.ignoringRequestMatchers(SignInFlow.PAGE))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(StaticPaths.PATTERNS)
                                .permitAll()
                                .requestMatchers(SignInFlow.PAGE, SignInFlow.AGAIN)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .formLogin(form -> form.loginPage(SignInFlow.PAGE)
                        .loginProcessingUrl(SignInFlow.PAGE)
                        .usernameParameter("name")
                        .passwordParameter("password")
                        .successHandler(signInFlow)
                        .failureHandler(signInFlow))
                .logout(logout -> logout.logoutUrl("/logout").logoutSuccessUrl(SignInFlow.PAGE + "?out"))
                .build();
    }

    private HttpSecurity common(HttpSecurity http, String contentPolicy, AuthenticationEntryPoint entry) {
        return http.headers(headers -> headers(headers, contentPolicy))
                .requestCache(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(entry).accessDeniedHandler(denial(entry)))
                .addFilterAfter(new SessionFreshnessFilter(signIns), SecurityContextHolderFilter.class)
                .addFilterBefore(new SameOriginFilter(problems), CsrfFilter.class);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, String contentPolicy) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentPolicy))
                // Not no-referrer: with that, browsers hide the origin of our own forms too, and it could not be
                // checked.
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(NO_FEATURES));
    }

    /** A token for reading does not write, whatever role it has. */
    private static AuthorizationManager<RequestAuthorizationContext> withinScope() {
        return (authentication, context) -> {
            var caller = authentication.get();
            var readOnly = caller != null
                    && caller.getAuthorities().stream()
                            .anyMatch(found -> Scope.READ_ONLY_AUTHORITY.equals(found.getAuthority()));
            return new AuthorizationDecision(
                    isKnown(caller) && (!readOnly || SameOriginFilter.isSafe(context.getRequest())));
        };
    }

    private static boolean isKnown(@Nullable Authentication caller) {
        return caller != null && caller.isAuthenticated() && !new AuthenticationTrustResolverImpl().isAnonymous(caller);
    }

    /** A stranger without a form token is asked to sign in; somebody known is told that it is forbidden. */
    private AccessDeniedHandler denial(AuthenticationEntryPoint entry) {
        return (request, response, denied) -> {
            if (isKnown(SecurityContextHolder.getContext().getAuthentication())) {
                problems.write(
                        Failure.of(ProblemType.FORBIDDEN, "Your role or token does not allow this."),
                        request,
                        response);
            } else {
                entry.commence(
                        request,
                        response,
                        new org.springframework.security.authentication.InsufficientAuthenticationException(
                                "not signed in", denied));
            }
        };
    }

    private void unauthenticated(HttpServletRequest request, HttpServletResponse response, Exception refused)
            throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"gauntlet\"");
        problems.write(
                Failure.of(ProblemType.UNAUTHENTICATED, "The token is missing, unknown, expired or revoked."),
                request,
                response);
    }
}
