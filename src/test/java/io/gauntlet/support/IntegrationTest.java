package io.gauntlet.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/**
 * The whole application on PostgreSQL 18, without a sandbox fleet. Tests with this annotation and no beans of their own share
 * one application context.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        properties = {
            "gauntlet.sandbox.enabled=false",
            "gauntlet.vault.generate-key-in=target/test-key",
            "gauntlet.access.admin-password=test-admin-password",
            "spring.datasource.hikari.maximum-pool-size=10"
        })
@AutoConfigureMockMvc
@Import(TestDatabaseConfiguration.class)
public @interface IntegrationTest {}
