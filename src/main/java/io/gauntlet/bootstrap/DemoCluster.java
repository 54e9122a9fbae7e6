package io.gauntlet.bootstrap;

import java.util.ArrayList;
import java.util.List;

/** A simulated cluster by city: the first two are tokyo and osaka, later ones carry a number. */
record DemoCluster(String name, String displayName, String region) {

    private static final List<DemoCluster> CITIES = List.of(
            new DemoCluster("tokyo", "Tokyo", "ap-northeast"),
            new DemoCluster("osaka", "Osaka", "ap-northeast"),
            new DemoCluster("frankfurt", "Frankfurt", "eu-central"),
            new DemoCluster("dublin", "Dublin", "eu-west"),
            new DemoCluster("paris", "Paris", "eu-west"),
            new DemoCluster("stockholm", "Stockholm", "eu-north"),
            new DemoCluster("virginia", "Virginia", "us-east"),
            new DemoCluster("oregon", "Oregon", "us-west"),
            new DemoCluster("montreal", "Montreal", "us-east"),
            new DemoCluster("saopaulo", "São Paulo", "sa-east"),
            new DemoCluster("mumbai", "Mumbai", "ap-south"),
            new DemoCluster("singapore", "Singapore", "ap-southeast"),
            new DemoCluster("sydney", "Sydney", "ap-southeast"),
            new DemoCluster("seoul", "Seoul", "ap-northeast"));

    static List<DemoCluster> fleet(int count) {
        var fleet = new ArrayList<DemoCluster>(count);
        for (var i = 0; i < count; i++) {
            var city = CITIES.get(i % CITIES.size());
            var round = i / CITIES.size() + 1;
            fleet.add(count <= 2
                    ? city
                    : new DemoCluster(
                            i < 2 ? city.name() : "%s-%02d".formatted(city.name(), round),
                            i < 2 ? city.displayName() : city.displayName() + " " + round,
                            city.region()));
        }
        return fleet;
    }
}
