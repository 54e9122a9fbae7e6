package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.delivery.DriftPolicy.Mode;
import io.gauntlet.kernel.DomainException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields an exception covers, and what is no exception. */
class DriftFieldTests {

    @Test
    void aFieldCoversItselfAndWhatLiesBelow() {
        var field = new DriftField("/spec/template/metadata");
        assertThat(field.covers("Deployment", "/spec/template/metadata")).isTrue();
        assertThat(field.covers("Deployment", "/spec/template/metadata/annotations/a"))
                .isTrue();
        assertThat(field.covers("Deployment", "/spec/template")).isFalse();
        assertThat(field.covers("Deployment", "/spec/template/metadatax")).isFalse();
    }

    @Test
    void aStarStandsForOneNameOrIndex() {
        var field = new DriftField("Deployment:/spec/template/spec/containers/*/image");
        assertThat(field.covers("Deployment", "/spec/template/spec/containers/3/image"))
                .isTrue();
        assertThat(field.covers("Deployment", "/spec/template/spec/containers/image"))
                .isFalse();
        assertThat(field.covers("StatefulSet", "/spec/template/spec/containers/3/image"))
                .isFalse();
    }

    @Test
    void slashesInNamesAreEscaped() {
        assertThat(new DriftField("/metadata/annotations/example.org~1a")
                        .covers("Service", "/metadata/annotations/example.org~1a"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "spec/replicas",
                "/spec//replicas",
                "/spec/",
                "deployment:/spec",
                "A B:/spec",
                "/a~2",
                "/a\nb",
                "/kind",
                "/metadata",
                "/metadata/name",
                "/metadata/labels",
                "/*",
                "Deployment:/apiVersion"
            })
    void whatIsNoFieldIsRefused(String text) {
        assertThatThrownBy(() -> new DriftField(text)).isInstanceOf(DomainException.Invalid.class);
    }

    @Test
    void aPolicyNamesFieldsExactlyWhenItMakesExceptions() {
        var field = new DriftField("/spec/replicas");
        assertThatThrownBy(() -> new DriftPolicy(Mode.HEAL, List.of(field)))
                .isInstanceOf(DomainException.Invalid.class);
        assertThatThrownBy(() -> new DriftPolicy(Mode.HEAL_EXCEPT, List.of()))
                .isInstanceOf(DomainException.Invalid.class);
        assertThatThrownBy(
                        () -> new DriftPolicy(Mode.HEAL_EXCEPT, Collections.nCopies(DriftPolicy.MAX_FIELDS + 1, field)))
                .isInstanceOf(DomainException.Invalid.class);
    }
}
