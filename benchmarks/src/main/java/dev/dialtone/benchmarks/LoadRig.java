package dev.dialtone.benchmarks;

import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The processes of the load test: one daemon, one server, some clients that dial and some that observe.
final class LoadRig implements AutoCloseable {
    static final int DIALLERS = 4;
    static final int WATCHERS = 4;
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xss512k", "-Xmx256m");

    private final Scratch places = Scratch.make();
    private final Secret password = Passwords.fresh();
    private final BlockingQueue<LoadChild.Line> lines = new LinkedBlockingQueue<>();
    private final LoadChild server;
    private final LoadChild daemon;
    private final List<LoadChild> diallers = new ArrayList<>();
    private final List<LoadChild> watchers = new ArrayList<>();
    private final String[] ports;
    private final RemoteClient client;

    private LoadRig(int heapMegabytes) throws IOException {
        // -Xss and the heap as in ./dialtone daemon, but for its size
        List<String> flags = List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmn32m",
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:TrimNativeHeapInterval=1000",
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError");
        daemon = LoadChild.start("daemon", flags, LoadDaemon.class, List.of(place()), null, lines);
        server = LoadChild.start(
                "server",
                List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss512k", "-Xmx1g"),
                LoadServer.class,
                List.of(place()),
                password,
                lines);
        try {
            ports = server.awaitReady();
            daemon.awaitReady();
            for (int i = 0; i < DIALLERS; i++) {
                diallers.add(dialler("dialler-" + i));
            }
            for (int i = 0; i < WATCHERS; i++) {
                watchers.add(watcher(i));
            }
            for (LoadChild child : diallers) {
                child.awaitReady();
            }
            for (LoadChild child : watchers) {
                child.awaitReady();
            }
            client = RemoteClient.connect(places.path().resolve(MemoryDaemon.SOCKET));
        } catch (IOException | RuntimeException e) {
            end();
            throw e;
        }
    }

    static LoadRig start(int heapMegabytes) throws IOException {
        return new LoadRig(heapMegabytes);
    }

    private String place() {
        return places.path().toString();
    }

    /// Begins one more client that dials; it is the caller's to end.
    LoadChild dialler(String name) throws IOException {
        return LoadChild.start(name, SMALL, LoadDialler.class, List.of(place(), ports[1], ports[2]), password, lines);
    }

    private LoadChild watcher(int number) throws IOException {
        return LoadChild.start("watcher-" + number, SMALL, LoadWatchers.class, List.of(place()), null, lines);
    }

    /// Kills a dialling client; another takes its place.
    void killDialler(int number) throws IOException {
        diallers.get(number).kill();
        diallers.set(number, dialler("dialler-" + number));
        diallers.get(number).awaitReady();
    }

    /// Kills an observing client; another takes its place, and observes nothing yet.
    void killWatcher(int number) throws IOException {
        watchers.get(number).kill();
        watchers.set(number, watcher(number));
        watchers.get(number).awaitReady();
    }

    LoadChild dialler(int number) {
        return diallers.get(number);
    }

    LoadChild watcherAt(int number) {
        return watchers.get(number);
    }

    /// The number of a process that observes, or -1 for any other, those that were killed too.
    int watcherOf(LoadChild child) {
        return watchers.indexOf(child);
    }

    LoadChild daemon() {
        return daemon;
    }

    LoadChild server() {
        return server;
    }

    RemoteClient client() {
        return client;
    }

    BlockingQueue<LoadChild.Line> lines() {
        return lines;
    }

    private void end() throws IOException {
        watchers.forEach(LoadChild::kill);
        diallers.forEach(LoadChild::kill);
        daemon.close();
        server.close();
        password.close();
        places.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        end();
    }
}
