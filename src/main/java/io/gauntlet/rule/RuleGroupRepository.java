package io.gauntlet.rule;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface RuleGroupRepository extends JpaRepository<RuleGroupEntity, UUID> {

    List<RuleGroupEntity> findByNameIn(Collection<String> names);

    List<RuleGroupEntity> findByEnabledTrueOrderByName();

    /** Empty texts ask for everything; {@code text} is a LIKE pattern in lower case. */
    @Query("""
            select g from RuleGroupEntity g
            where g.name > :after
              and (:evaluator = '' or cast(g.evaluator as string) = :evaluator)
              and (:enabled = '' or cast(g.enabled as string) = :enabled)
              and (:text = '' or lower(g.name) like :text escape '\\'
                or exists (select 1 from RuleEntity r where r.groupId = g.id
                           and (lower(r.name) like :text escape '\\' or lower(r.expr) like :text escape '\\')))
            order by g.name""")
    List<RuleGroupEntity> search(String text, String evaluator, String enabled, String after, Limit limit);
}
