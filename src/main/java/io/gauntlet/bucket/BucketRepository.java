package io.gauntlet.bucket;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface BucketRepository extends JpaRepository<BucketEntity, UUID> {

    Optional<BucketEntity> findByName(String name);

    Optional<BucketEntity> findByIdentity(String identity);

    List<BucketEntity> findByNameGreaterThanOrderByName(String after, Limit limit);

    List<BucketEntity> findAllByOrderByName();
}
