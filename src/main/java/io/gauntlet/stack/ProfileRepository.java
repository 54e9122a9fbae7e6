package io.gauntlet.stack;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface ProfileRepository extends JpaRepository<ProfileEntity, UUID> {

    Optional<ProfileEntity> findByName(String name);

    List<ProfileEntity> findByNameGreaterThanOrderByName(String after, Limit limit);

    List<ProfileEntity> findAllByOrderByName();
}
