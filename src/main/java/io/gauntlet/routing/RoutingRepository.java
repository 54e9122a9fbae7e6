package io.gauntlet.routing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface RoutingRepository extends JpaRepository<RoutingEntity, UUID> {

    Optional<RoutingEntity> findByName(String name);

    List<RoutingEntity> findByNameGreaterThanOrderByName(String after, Limit limit);

    List<RoutingEntity> findAllByOrderByPositionAscNameAsc();
}
