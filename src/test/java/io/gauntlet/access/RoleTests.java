package io.gauntlet.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.GrantedAuthority;

class RoleTests {

    @Test
    void adminCoversEverythingAndViewerOnlyItself() {
        for (var role : Role.values()) {
            assertThat(Role.ADMIN.covers(role)).isTrue();
            assertThat(Role.VIEWER.covers(role)).isEqualTo(role == Role.VIEWER);
        }
    }

    @Test
    void lowerRoleWins() {
        assertThat(Role.ADMIN.atMost(Role.EDITOR)).isEqualTo(Role.EDITOR);
        assertThat(Role.VIEWER.atMost(Role.EDITOR)).isEqualTo(Role.VIEWER);
    }

    @Test
    void unknownRoleIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Role.parse("root"))
                .isInstanceOfSatisfying(DomainException.Invalid.class, invalid -> assertThat(invalid.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.fix()).contains("viewer", "admin")));
    }

    @Test
    void readTokenCarriesItsLimit() {
        var token = new Caller.Token(new UUID(0, 1), "ci", Scope.READ);
        var caller = new Caller("anna", new UUID(0, 2), Role.ADMIN, 0, token);

        assertThat(caller.authorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("ROLE_ADMIN", Scope.READ_ONLY_AUTHORITY);
    }
}
