package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Wire;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;

// SECURITY: the system's socket is open to every user. None of them may use up the daemon's descriptors or memory,
// alone or under many user numbers (a user of containers has 65,536), so that root and the others get no answer.
/// Who gets a connection: so many for one user, so many for all who are not privileged together, and the rest is
/// kept for the privileged. Who gets none is told so and closed before anything was read.
final class Admission implements Connection.Listener {

    /// @param user         connections of one unprivileged user
    /// @param unprivileged of all unprivileged users together
    /// @param privileged   of one privileged user: nearly all, for programs begin again before their old
    ///                     connections are
    ///                     seen to be closed
    /// @param all          of everybody
    record Limits(int user, int unprivileged, int privileged, int all) {
        /// Ten thousand observers, and what a thousand connections need beside them.
        private static final int MOST = 16_384;
        private static final int LEAST = 64;
        private static final int USER = 256;
        private static final int UNPRIVILEGED = 1024;
        /// What the daemon itself may need to have open: files, devices, tunnels.
        private static final int DAEMON = 256;

        /// What fits into the descriptors of this process.
        static Limits of(int descriptors) {
            int all = Math.clamp(descriptors - Math.max(DAEMON, descriptors / 4), LEAST, MOST);
            int user = Math.min(USER, all / 4);
            return new Limits(user, Math.min(UNPRIVILEGED, all / 2), Math.max(all - user, all * 7 / 8), all);
        }
    }

    private final Callers callers;
    private final Limits limits;
    private final Map<Connection, Seat> seats = new HashMap<>();
    private final Map<Integer, Integer> ofUser = new HashMap<>();
    private int unprivileged;

    Admission(Callers callers, Limits limits) {
        this.callers = callers;
        this.limits = limits;
    }

    /// The soft limit of open files of this process.
    static int descriptors() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .mapToInt(soft -> soft.matches("[0-9]{1,9}") ? Integer.parseInt(soft) : Integer.MAX_VALUE)
                    .findFirst()
                    .orElse(Limits.MOST);
        } catch (IOException e) {
            return Limits.MOST;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        if (!(endPoint.getTransport() instanceof SocketChannel channel)
                || !(connection instanceof ConnectionMetaData marked)) {
            throw new IllegalStateException("not an HTTP connection on a socket");
        }
        try {
            Seat seat = new Seat(callers.of(channel), endPoint);
            take(connection, seat);
            seat.on(marked);
        } catch (Refusal refusal) {
            tell(channel, refusal);
            endPoint.close();
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        Seat seat = seats.remove(connection);
        if (seat != null) {
            Caller caller = seat.caller();
            ofUser.computeIfPresent(caller.uid(), (_, count) -> count == 1 ? null : count - 1);
            unprivileged -= caller.privileged() ? 0 : 1;
        }
    }

    private synchronized void take(Connection connection, Seat seat) {
        Caller caller = seat.caller();
        int own = ofUser.getOrDefault(caller.uid(), 0);
        int mostOwn = caller.privileged() ? limits.privileged : limits.user;
        if (own >= mostOwn) {
            throw full("user " + caller.uid() + " has " + own + " open already");
        }
        if (seats.size() >= limits.all || (!caller.privileged() && unprivileged >= limits.unprivileged)) {
            throw full("all users together have too many open");
        }
        seats.put(connection, seat);
        ofUser.merge(caller.uid(), 1, Integer::sum);
        unprivileged += caller.privileged() ? 0 : 1;
    }

    private static Refusal full(String why) {
        return Refusal.of(403, RasError.ACCESS_DENIED, "connections: " + why);
    }

    /// Straight into the socket, which is empty and has room; whoever does not read it misses only the reason.
    private static void tell(SocketChannel channel, Refusal refusal) {
        byte[] body = (Json.text(Wire.of(refusal.error())) + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + refusal.status() + " Forbidden\r\nDialtone-Api: 1\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        ByteBuffer answer = ByteBuffer.allocate(head.length() + body.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .flip();
        try {
            channel.write(answer);
        } catch (IOException e) {
            // gone already
        }
    }

    /// Closes what took longer than it may; to be called every few seconds.
    void sweep() {
        late().forEach(Seat::close);
    }

    private synchronized List<Seat> late() {
        return seats.values().stream().filter(Seat::isLate).toList();
    }

    synchronized int size() {
        return seats.size();
    }
}
