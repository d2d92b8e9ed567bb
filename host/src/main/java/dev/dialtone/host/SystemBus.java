package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.Variant;

/// A connection to D-Bus, the only class that sees the D-Bus library: whoever does not touch DNS never loads it.
/// Methods are called by signature, so that no proxies or reflection on our module are needed. Each call is answered
/// within 2 s or fails.
final class SystemBus implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;

    private final DBusConnection connection;

    private SystemBus(DBusConnection connection) {
        this.connection = connection;
    }

    /// @param address for example `unix:path=/run/dbus/system_bus_socket`
    static SystemBus connect(String address) {
        CompletableFuture<DBusConnection> opening = CompletableFuture.supplyAsync(
                () -> open(address),
                task -> Thread.ofPlatform().daemon().name("dialtone-bus").start(task));
        try {
            return new SystemBus(opening.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            var _ = opening.thenAccept(DBusConnection::disconnect); // a connection that comes too late is not kept
            throw failed("no answer from the system bus at " + address, "");
        } catch (ExecutionException e) {
            throw failed("cannot reach the system bus at " + address, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            var _ = opening.thenAccept(DBusConnection::disconnect);
            Thread.currentThread().interrupt();
            throw failed("interrupted while connecting to the system bus", "");
        }
    }

    private static DBusConnection open(String address) {
        try {
            return DBusConnectionBuilder.forAddress(address).withShared(false).build();
        } catch (DBusException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether a service of this name runs.
    boolean hasOwner(String name) {
        Object[] answer = call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "s", name);
        return answer.length == 1 && Boolean.TRUE.equals(answer[0]);
    }

    /// Calls a method and gives what it returns.
    Object[] call(String service, String path, String type, String member, String signature, Object... arguments) {
        String what = type + "." + member;
        try {
            MethodCall call = connection
                    .getMessageFactory()
                    .createMethodCall(null, service, path, type, member, (byte) 0, signature, arguments);
            connection.sendMessage(call);
            Message reply = call.getReply(PATIENCE_MILLIS);
            if (reply == null) {
                throw failed(what + " was not answered", "");
            }
            if (reply instanceof org.freedesktop.dbus.messages.Error error) {
                error.throwException();
            }
            Object[] values = reply.getParameters();
            return values == null ? new Object[0] : values;
        } catch (DBusException | DBusExecutionException e) {
            throw failed(what + " failed", String.valueOf(e.getMessage()));
        }
    }

    /// A property that is a number.
    long number(String service, String path, String type, String property) {
        Object[] answer = call(service, path, "org.freedesktop.DBus.Properties", "Get", "ss", type, property);
        if (answer.length == 1
                && answer[0] instanceof Variant<?> variant
                && variant.getValue() instanceof Number number) {
            return number.longValue();
        }
        throw failed(type + "." + property + " is no number", "");
    }

    private static HostException failed(String reason, String words) {
        Failure failure = Failure.of(HostErrors.NO_IP_ADDRESSES, Layer.DNS, reason)
                .advise("Look whether systemd-resolved and the system bus run.");
        return new HostException(words.isEmpty() ? failure : failure.peer(null, words));
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
