package io.gauntlet.status.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.Stacks;
import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.StatusBoard;
import io.gauntlet.status.StatusFixtures;
import io.gauntlet.support.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(
        controllers = {
            FleetPageController.class,
            ClusterStatusPageController.class,
            StatusApiController.class,
            SearchPageController.class
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.gauntlet\\.web\\.(\\w*Filter|RoleFirst|WebConfiguration)"),
        includeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.gauntlet\\.web\\.(Failures|ErrorPages)"))
@Import({ShellAdvice.class, StatusPageWebTests.Time.class})
@WithMockUser(roles = {"VIEWER", "EDITOR", "OPERATOR"})
class StatusPageWebTests {

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {

        @Bean
        Clock testClock() {
            return SettableClock.atNoon();
        }
    }

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    @SuppressWarnings("NullAway.Init")
    private PushQueue queue;

    @MockitoBean
    private StatusBoard board;

    @MockitoBean
    private DeliveryBoard deliveries;

    @MockitoBean
    private Stacks stacks;

    @MockitoBean
    private Search search;

    @BeforeEach
    void threeHundredClusters() {
        Mockito.when(board.fleet()).thenReturn(StatusFixtures.fleet(300));
        Mockito.when(deliveries.unpushedClusters()).thenReturn(3);
    }

    @Test
    void fleetShowsFiftyRowsWorstFirstAndLeadsToTheNextOnes() {
        var first = page("/fleet");
        assertThat(first.split("<tr>|<tr class", -1)).hasSize(50 + 2);
        assertThat(first.indexOf("Every Prometheus replica is down in")).isPositive();
        assertThat(first).contains("c-cluster-0011", "rel=\"next\"", "300 clusters in 7 regions");
        assertThat(first).doesNotContain("style=\"");
        var next = page("/fleet?after=cluster-0011");
        assertThat(next).contains("First page").doesNotContain("id=\"c-cluster-0011\"");
    }

    @Test
    void filtersStandInTheAddress() {
        assertThat(page("/fleet?health=down"))
                .contains("2 of 300", "Health: Down")
                .doesNotContain("id=\"c-cluster-0001\"");
        assertThat(page("/fleet?region=")).contains("of 300", "Region: no region");
        assertThat(page("/fleet?q=EU-WEST")).contains("38 of 300");
        assertThat(page("/fleet?q=none-of-them")).contains("No cluster matches");
        assertThat(page("/fleet?health=nonsense&sort=nonsense&finding=nonsense"))
                .contains("c-cluster-0011");
    }

    @Test
    void textOfAVisitorIsEscaped() {
        assertThat(page("/fleet?q=\"><script>alert(1)</script>")).doesNotContain("<script>alert");
        Mockito.when(search.find(Mockito.anyString())).thenReturn(List.of());
        assertThat(page("/search?q=<img src=x onerror=alert(1)>")).doesNotContain("<img");
    }

    @Test
    void aScriptGetsOnlyWhatMoved() {
        var fresh = mvc.get().uri("/fleet").header("HX-Request", "true").exchange();
        assertThat(text(fresh)).contains("id=\"fleet-rows\"", "id=\"seen\"").doesNotContain("<html");
        assertThat(fresh).hasHeader(HttpHeaders.VARY, "HX-Request");
        var same =
                mvc.get().uri("/fleet?seen=s300").header("HX-Request", "true").exchange();
        assertThat(same).hasStatus(204).containsHeader("X-Swept");
    }

    @Test
    void anEmptyFleetSaysHowToBegin() {
        Mockito.when(board.fleet())
                .thenReturn(new FleetStatus(
                        StatusFixtures.NOON, Optional.empty(), Duration.ofSeconds(15), List.of(), List.of(), "0"));
        assertThat(page("/fleet")).contains("Three steps to a running stack", "href=\"/clusters/new\"");
    }

    @Test
    void clusterPageShowsComponentsAndLabelsWithoutRunningThem() {
        var status = StatusFixtures.well("tokyo", Map.of("region", "<b>eu</b>"));
        Mockito.when(board.cluster(new ResourceName("tokyo"))).thenReturn(status);
        Mockito.when(stacks.effective(status.cluster().id()))
                .thenReturn(StatusFixtures.stack(status.cluster(), 3, true));
        var page = page("/clusters/tokyo");
        assertThat(page).contains("Store gateway", "&lt;b&gt;eu&lt;/b&gt;", "prometheus_replica", "r12 · in sync");
        assertThat(page).contains("action=\"/plans\"", "Operate");
    }

    @Test
    void aNameThatCannotBeIsNotFound() {
        Mockito.when(board.cluster(new ResourceName("missing")))
                .thenThrow(new DomainException.NotFound("cluster", "missing"));
        var answer = mvc.get().uri("/clusters/Not_A_Name").exchange();
        assertThat(answer).hasStatus(404);
        assertThat(answer).failure().isInstanceOf(DomainException.NotFound.class);
    }

    @Test
    void restAnswersCountsAndFindings() {
        var answer = text(mvc.get().uri("/api/v1/status/fleet").exchange());
        assertThat(answer).contains("\"clusters\":300", "\"down\":2", "\"code\":\"prometheus-down\"");
        var status = StatusFixtures.well("tokyo", Map.of());
        Mockito.when(board.cluster(new ResourceName("tokyo"))).thenReturn(status);
        assertThat(text(mvc.get().uri("/api/v1/clusters/tokyo/status").exchange()))
                .contains("\"health\":\"healthy\"", "\"name\":\"sidecar\"", "\"configuration\":\"in-sync\"");
    }

    @Test
    void searchOpensASingleHitAndListsSeveral() {
        var tokyo = new Search.Hit("fleet", "server", "tokyo", "Tokyo", "/clusters/tokyo");
        Mockito.when(search.find("tok")).thenReturn(List.of(tokyo));
        assertThat(mvc.get().uri("/search?q=tok").exchange()).hasRedirectedUrl("/clusters/tokyo");
        Mockito.when(search.find("o"))
                .thenReturn(List.of(tokyo, new Search.Hit("rules", "rules", "node", "", "/rules/1")));
        assertThat(page("/search?q=o")).contains("2 hits for o", "Rule group");
    }

    @Test
    void styleGuideShowsEveryPart() {
        assertThat(page("/styleguide"))
                .contains("aria-sort=\"ascending\"", "role=\"progressbar\"", "Stored, ends in …9f3c");
    }

    @Test
    void aThousandClustersFitInAHundredKilobytes() {
        Mockito.when(board.fleet()).thenReturn(StatusFixtures.fleet(1000));
        assertThat(page("/fleet").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThan(100_000);
    }

    private String page(String address) {
        var result = mvc.get().uri(address).exchange();
        assertThat(result).hasStatusOk();
        return text(result);
    }

    private static String text(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
