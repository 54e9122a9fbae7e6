package io.gauntlet.cluster;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CredentialRepository extends JpaRepository<CredentialEntity, UUID> {}
