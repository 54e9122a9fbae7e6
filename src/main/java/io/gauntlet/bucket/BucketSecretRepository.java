package io.gauntlet.bucket;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface BucketSecretRepository extends JpaRepository<BucketSecretEntity, UUID> {

    List<BucketSecretEntity> findByBucketIdIn(Collection<UUID> buckets);
}
