package io.gauntlet.bucket.web;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Settings without a field of their own, as YAML for the form. */
final class MoreSettings {

    private MoreSettings() {}

    static String write(Map<String, Object> settings) {
        if (settings.isEmpty()) {
            return "";
        }
        var style = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(style).dumpToString(settings);
    }
}
