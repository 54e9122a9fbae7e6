package io.gauntlet.stack;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface StackRepository extends JpaRepository<StackEntity, UUID> {

    List<StackEntity> findByBucketId(UUID bucket);

    List<StackEntity> findByApiServer(String apiServer);

    List<StackEntity> findByExternalLabelsTextContaining(String text);
}
