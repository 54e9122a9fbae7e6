package io.gauntlet.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface TokenRepository extends JpaRepository<TokenEntity, UUID> {

    @Query("SELECT t FROM TokenEntity t LEFT JOIN FETCH t.owner WHERE t.hash = :hash")
    Optional<TokenEntity> findByHash(byte[] hash);

    @Query("SELECT t FROM TokenEntity t WHERE t.owner.id = :owner AND t.id > :after ORDER BY t.id")
    List<TokenEntity> findOf(UUID owner, UUID after, Limit limit);

    @Query("SELECT t FROM TokenEntity t LEFT JOIN FETCH t.owner WHERE t.id > :after ORDER BY t.id")
    List<TokenEntity> findAll(UUID after, Limit limit);

    Optional<TokenEntity> findByOwnerIsNull();

    @Modifying
    @Query(nativeQuery = true, value = "UPDATE api_token SET last_used_at = :now WHERE id = :id")
    void noteUse(UUID id, Instant now);
}
