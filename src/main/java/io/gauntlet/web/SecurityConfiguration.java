package io.gauntlet.web;

import io.gauntlet.access.ApiTokens;
import org.springframework.boot.security.autoconfigure.web.servlet.PathRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/** Who gets in, and which headers every answer carries. What a role may do stands at each handler. */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

    /** Scripts, styles and pictures come from this server only, nothing is inline, nobody frames the pages. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_OPERATOR\nROLE_OPERATOR > ROLE_EDITOR\nROLE_EDITOR > ROLE_VIEWER");
    }

    /** Automation: a bearer token with each call, no session. A signed-in browser may read and, with its CSRF token, write. */
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http, ApiTokens tokens, JsonMapper json) throws Exception {
        var problems = new SecurityProblems(json);
        headers(http)
                .securityMatcher("/api/**", "/v3/api-docs", "/v3/api-docs/**", "/actuator/**")
                .addFilterBefore(new TokenFilter(tokens, problems), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new CrossSiteFilter(problems), AuthorizationFilter.class)
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(TokenFilter::writesWithoutToken))
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
        return http.build();
    }

    /** People: a form, a session, CSRF. A bearer token may read pages too, which is how they are measured. */
    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, ApiTokens tokens, PasswordSignIn signIn, JsonMapper json) throws Exception {
        var problems = new SecurityProblems(json);
        headers(http)
                .authenticationProvider(signIn)
                .addFilterBefore(new TokenFilter(tokens, problems), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new CrossSiteFilter(problems), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                PathRequest.toStaticResources().atCommonLocations())
                        .permitAll()
                        .requestMatchers("/css/**", "/js/**", "/img/**", "/fonts/**", "/webjars/**", "/sign-in", "/error", "/favicon.ico")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/sign-in")
                        .loginProcessingUrl("/sign-in")
                        .authenticationDetailsSource(SourceAddress::new)
                        .failureHandler(new SignInFailure())
                        .defaultSuccessUrl("/fleet"))
                .logout(logout -> logout.logoutRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(org.springframework.http.HttpMethod.POST, "/sign-out"))
                        .logoutSuccessUrl("/sign-in?out"));
        return http.build();
    }

    private static HttpSecurity headers(HttpSecurity http) throws Exception {
        return http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(coop -> coop.policy(
                        org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                .CrossOriginOpenerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy("camera=(), microphone=(), geolocation=()")));
    }
}
