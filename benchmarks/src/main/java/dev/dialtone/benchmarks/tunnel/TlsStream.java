package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The dialling end of a [TlsFlow], which carries one stream at a time when asked. For one thread.
final class TlsStream implements AutoCloseable {
    private final NamespaceProgram program;

    private TlsStream(NamespaceProgram program) {
        this.program = program;
    }

    /// @param namespace where it runs, with the memory that a daemon has
    /// @param server    directory, address and port of the serving end
    static TlsStream start(String namespace, List<String> server) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("dial"));
        arguments.addAll(server);
        TlsStream stream = new TlsStream(
                NamespaceProgram.start(namespace, List.of("-Xms16m", "-Xmn6m", "-Xmx128m"), TlsFlow.class, arguments));
        try {
            if (!stream.program.read().equals("ready")) {
                throw new IOException("the client of the TLS stream did not start");
            }
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    long pid() {
        return program.pid();
    }

    IperfReport transfer(Load load, int seconds) throws IOException {
        boolean up = load == Load.TCP_UP;
        String line = program.ask((up ? "up " : "down ") + seconds);
        String[] words = line.split(" ", -1);
        try {
            double bytes = Double.parseDouble(words[0]);
            double mbit = bytes * 8 / (Double.parseDouble(words[1]) / 1e9) / 1e6;
            return new IperfReport(up ? mbit : 0, up ? 0 : mbit, bytes, List.of(mbit), 0, 0);
        } catch (NumberFormatException e) {
            throw new IOException("the TLS stream " + line, e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
