package dev.dialtone.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// The name service of a connection in JSON.
final class NameServiceWire {
    private NameServiceWire() {}

    static Map<String, Object> of(NameService names) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", names.state());
        Wire.putTime(json, "since", names.since());
        json.put("servers", names.servers().stream().map(NameServiceWire::of).toList());
        if (!names.reason().isEmpty()) {
            json.put("reason", names.reason());
            json.put("advice", names.advice());
        }
        return json;
    }

    static Map<String, Object> of(NameService.Server server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", server.address());
        json.put("state", server.state());
        return json;
    }

    static NameService names(JsonObject json) {
        return new NameService(
                json.text("state"),
                Wire.timeOrNull(json, "since"),
                json.objects("servers").stream()
                        .map(server -> new NameService.Server(server.text("address"), server.text("state")))
                        .toList(),
                json.text("reason", ""),
                json.text("advice", ""));
    }
}
