package dev.dialtone.daemon;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The phone book and its stored sign-ins.
final class EntryRoutes {
    private final SecretStore secrets;

    EntryRoutes(SecretStore secrets) {
        this.secrets = secrets;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET /v1/entries", EntryRoutes::list),
                Route.of("GET /v1/entries/{name}", EntryRoutes::show),
                Route.of("PUT /v1/entries/{name}", EntryRoutes::set),
                Route.of("DELETE /v1/entries/{name}", EntryRoutes::remove),
                Route.of("POST /v1/entries/{name}/rename", EntryRoutes::rename),
                Route.of("GET /v1/entries/{name}/text", EntryRoutes::text),
                Route.of("PUT /v1/entries/{name}/text", EntryRoutes::setText),
                Route.of("GET /v1/entries/{name}/credentials", EntryRoutes::credentials),
                Route.of("PUT /v1/entries/{name}/credentials", this::setCredentials),
                Route.of("DELETE /v1/entries/{name}/credentials", EntryRoutes::clearCredentials),
                Route.of("PUT /v1/entries/{name}/credentials/proxy", this::setProxyPassword),
                Route.of("PUT /v1/entries/{name}/credentials/client-key", this::setClientKey));
    }

    private static void list(Call call) throws IOException {
        Set<EntryOption> only = options(call.query("options").get("options"));
        call.answer("entries", call.view().entries().stream().map(entry -> Wire.of(entry, only)));
    }

    /// @param keys separated by commas; null for all
    private static Set<EntryOption> options(@Nullable String keys) {
        if (keys == null) {
            return EnumSet.allOf(EntryOption.class);
        }
        Set<EntryOption> options = EnumSet.noneOf(EntryOption.class);
        if (!keys.isEmpty()) {
            for (String key : keys.split(",", -1)) {
                options.add(EntryOption.named(key));
            }
        }
        return options;
    }

    private static void show(Call call) throws IOException {
        call.answer(200, Wire.of(call.view().entry(call.path("name"))));
    }

    /// The body is what a GET gives; its name may be left out, and otherwise must be the path's.
    private static void set(Call call) throws IOException {
        JsonObject body = call.json("name", "book", "options", "weak", "kept");
        String name = call.path("name");
        if (!body.text("name", name).equals(name)) {
            throw body.wrong("name", "is not the name in the path");
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        body.names().forEach(field -> named.put(field, body.raw(field)));
        named.put("name", name);
        Entry entry = Wire.entry(Json.object(Json.text(named)));
        call.view().setEntry(entry);
        call.answer(200, Wire.of(call.view().entry(name)));
    }

    /// As lines: one text may be longer than the JSON library reads.
    private static void text(Call call) throws IOException {
        String name = call.path("name");
        String text = call.view().entryText(name);
        call.answer(200, Map.of("name", name, "lines", List.of(text.split("\n", -1))));
    }

    private static void setText(Call call) throws IOException {
        JsonObject body = call.json("name", "lines");
        String name = call.path("name");
        if (!body.text("name", name).equals(name)) {
            throw body.wrong("name", "is not the name in the path");
        }
        if (!body.has("lines")) {
            throw body.wrong("lines", "is missing");
        }
        call.view().setEntryText(name, String.join("\n", body.texts("lines")));
        text(call);
    }

    private static void remove(Call call) throws IOException {
        call.view().removeEntry(call.path("name"));
        call.answer(200, Map.of("removed", call.path("name")));
    }

    private static void rename(Call call) throws IOException {
        String newName = call.json("name").text("name");
        call.view().renameEntry(call.path("name"), newName);
        call.answer(200, Wire.of(call.view().entry(EntryName.beside(call.path("name"), newName))));
    }

    private static void credentials(Call call) throws IOException {
        call.answer(200, Wire.of(call.view().credentials(call.path("name"))));
    }

    private void setCredentials(Call call) throws IOException {
        JsonObject body = call.json("user", "domain", "secret");
        String reference = body.textOrNull("secret");
        String user = body.text("user", "");
        String domain = body.text("domain", "");
        try (Secret secret =
                reference == null ? null : secrets.take(reference, call.caller().uid(), System.nanoTime())) {
            call.view().setCredentials(call.path("name"), user, domain, secret);
        }
        credentials(call);
    }

    private void setProxyPassword(Call call) throws IOException {
        String reference = call.json("secret").text("secret");
        // whoever may not even read it is told so, whatever the secret
        CredentialsInfo _ = call.view().credentials(call.path("name"));
        try (Secret secret = secrets.take(reference, call.caller().uid(), System.nanoTime())) {
            call.view().setProxyPassword(call.path("name"), secret);
        }
        credentials(call);
    }

    private void setClientKey(Call call) throws IOException {
        String reference = call.json("secret").text("secret");
        // as above
        CredentialsInfo _ = call.view().credentials(call.path("name"));
        try (Secret secret = secrets.take(reference, call.caller().uid(), System.nanoTime())) {
            call.view().setClientKey(call.path("name"), secret);
        }
        credentials(call);
    }

    private static void clearCredentials(Call call) throws IOException {
        String name = call.path("name");
        call.view().clearCredentials(name);
        // its entry may be gone
        call.answer(200, Wire.of(new CredentialsInfo(name, "", "", false)));
    }
}
