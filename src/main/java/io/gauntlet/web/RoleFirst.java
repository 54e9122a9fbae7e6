package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Checks the role that a handler declares before its body and parameters are read, so that somebody who may not use it gets 403
 * whatever they send. A handler of ours that declares nothing is closed.
 */
@Component
class RoleFirst implements HandlerInterceptor {

    private static final Pattern ROLE = Pattern.compile("hasRole\\('(\\w+)'\\)");
    private static final String OPEN = "permitAll()";

    private final RoleHierarchy roles;

    RoleFirst(RoleHierarchy roles) {
        this.roles = roles;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith("io.gauntlet.")
                && !isAllowed(method)) {
            throw new AccessDeniedException("role too low");
        }
        return true;
    }

    private boolean isAllowed(HandlerMethod method) {
        var declared = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), PreAuthorize.class);
        if (declared == null) {
            return false;
        }
        var role = ROLE.matcher(declared.value());
        if (!role.matches()) {
            return OPEN.equals(declared.value());
        }
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                && roles.getReachableGrantedAuthorities(authentication.getAuthorities()).stream()
                        .anyMatch(held -> ("ROLE_" + role.group(1)).equals(held.getAuthority()));
    }
}
