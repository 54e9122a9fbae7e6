package io.gauntlet.rule;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface RuleRepository extends JpaRepository<RuleEntity, UUID> {

    @Modifying
    @Query("delete from RuleEntity rule where rule.groupId = :group")
    void deleteOf(UUID group);
}
