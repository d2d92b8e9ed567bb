package dev.dialtone.api;

import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.api.Projection.MtuLimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a [Projection] says of its routes and its MTU beyond the routes themselves, as JSON.
final class ProjectionParts {
    private ProjectionParts() {}

    static void put(Map<String, Object> json, Projection p) {
        json.put("metric", p.metric());
        json.put("excluded", p.excluded().stream().map(ProjectionParts::of).toList());
        json.put("mtuLimits", p.mtuLimits().stream().map(ProjectionParts::of).toList());
        json.put("outerPacket", p.outerPacket());
    }

    private static Map<String, Object> of(Excluded excluded) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("destination", excluded.destination());
        putText(json, "link", excluded.link());
        putText(json, "gateway", excluded.gateway());
        return json;
    }

    private static void putText(Map<String, Object> json, String field, @Nullable String text) {
        if (text != null) {
            json.put(field, text);
        }
    }

    static List<Excluded> excluded(JsonObject projection) {
        return projection.objects("excluded").stream()
                .map(json ->
                        new Excluded(json.text("destination"), json.textOrNull("link"), json.textOrNull("gateway")))
                .toList();
    }

    private static Map<String, Object> of(MtuLimit limit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", limit.what());
        json.put("bytes", limit.bytes());
        json.put("decides", limit.decides());
        return json;
    }

    static List<MtuLimit> mtuLimits(JsonObject projection) {
        return projection.objects("mtuLimits").stream()
                .map(json -> new MtuLimit(json.text("what"), (int) json.number("bytes"), json.flag("decides", false)))
                .toList();
    }
}
