package io.gauntlet.routing;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface RoutingSecretRepository extends JpaRepository<RoutingSecretEntity, UUID> {

    List<RoutingSecretEntity> findByRoutingIdIn(Collection<UUID> routings);
}
