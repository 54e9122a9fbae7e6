package io.gauntlet.cluster;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ClusterRepository extends JpaRepository<ClusterEntity, UUID> {

    @Query("select c from ClusterEntity c where c.name = :name and c.state <> RETIRED")
    Optional<ClusterEntity> findPresent(String name);

    @Query("select c from ClusterEntity c where c.state <> RETIRED order by c.name")
    List<ClusterEntity> findAllPresent();

    @Query(
            "select c from ClusterEntity c where c.apiServer = :apiServer and c.namespace = :namespace and c.state <> RETIRED")
    Optional<ClusterEntity> findAt(String apiServer, String namespace);

    @Query("""
            select c from ClusterEntity c
            where c.state <> RETIRED and c.name > :after
              and (:query = '' or c.name like concat('%', :query, '%') escape '\\'
                   or lower(c.displayName) like concat('%', :query, '%') escape '\\'
                   or lower(cast(c.labels as string)) like concat('%', :query, '%') escape '\\')
            order by c.name""")
    List<ClusterEntity> findPage(String query, String after, Limit limit);

    @Query(
            value = "select count(*) from cluster where id = any (:ids) and state not in ('DISABLED', 'RETIRED')",
            nativeQuery = true)
    int countEnabled(UUID[] ids);
}
