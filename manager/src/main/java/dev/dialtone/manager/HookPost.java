package dev.dialtone.manager;

import dev.dialtone.manager.HookCall.Result;
import dev.dialtone.manager.HookCall.Result.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Posts notifications to URLs. Certificates are verified, redirects are not followed, an answer's body is not read.
final class HookPost implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Duration limit;
    private @Nullable HttpClient client;

    HookPost(Duration limit) {
        this.limit = limit;
    }

    Result post(URI url, HookCall call) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(limit)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Dialtone/" + Version.TEXT)
                    .header("Dialtone-Event", call.event().word())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()))
                    .build();
            HttpResponse<InputStream> answer = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            int status = answer.statusCode();
            return new Result(status / 100 == 2 ? Kind.DONE : Kind.FAILED, "it answered " + status);
        } catch (HttpTimeoutException e) {
            return new Result(Kind.OVERDUE, "no answer in time");
        } catch (IOException | RuntimeException e) {
            // SECURITY: messages of the client may hold the address
            return Result.failed("it cannot be reached: " + e.getClass().getSimpleName());
        }
    }

    // made when it is first needed: it has threads
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_LIMIT)
                    .executor(Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("hook-post-", 0).factory()))
                    .build();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
