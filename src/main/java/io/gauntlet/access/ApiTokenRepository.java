package io.gauntlet.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ApiTokenRepository extends JpaRepository<ApiTokenEntity, UUID> {

    Optional<ApiTokenEntity> findByHash(String hash);

    @Query("select t from ApiTokenEntity t where (:owner = '' or t.owner = :owner) and t.id > :after order by t.id")
    List<ApiTokenEntity> findPage(String owner, UUID after, Limit limit);
}
