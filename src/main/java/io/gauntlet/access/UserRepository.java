package io.gauntlet.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface UserRepository extends JpaRepository<UserEntity, UUID> {

    Optional<UserEntity> findByName(String name);

    List<UserEntity> findByNameGreaterThanOrderByName(String after, Limit limit);

    long countByRoleAndEnabledTrue(Role role);
}
