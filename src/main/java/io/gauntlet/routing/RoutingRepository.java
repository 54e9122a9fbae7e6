package io.gauntlet.routing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface RoutingRepository extends JpaRepository<RoutingEntity, UUID> {

    Optional<RoutingEntity> findByName(String name);

    @Query("select r from RoutingEntity r where r.name > :after order by r.name")
    List<RoutingEntity> findPage(String after, Limit limit);

    List<RoutingEntity> findAllByOrderByPositionAscNameAsc();
}
