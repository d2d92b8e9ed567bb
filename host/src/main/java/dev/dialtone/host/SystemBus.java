package dev.dialtone.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.constants.MessageTypes;
import org.freedesktop.dbus.types.Variant;

/// A connection to D-Bus, the only class that sees the D-Bus library: whoever has nothing to say on the bus never
/// loads it. Methods are called by signature, so that no proxies or reflection on our module are needed. Each call is
/// answered within 2 s or fails, unless it is given more.
final class SystemBus implements AutoCloseable {
    /// Of the bus itself: name and interface.
    static final String NAME = "org.freedesktop.DBus";

    private static final String PATH = "/org/freedesktop/DBus";
    private static final long PATIENCE_MILLIS = 2_000;

    private final DBusConnection connection;

    private SystemBus(DBusConnection connection) {
        this.connection = connection;
    }

    /// @param address for example `unix:path=/run/dbus/system_bus_socket`
    static SystemBus connect(String address) throws BusException {
        CompletableFuture<DBusConnection> opening = CompletableFuture.supplyAsync(
                () -> open(address),
                task -> Thread.ofPlatform().daemon().name("dialtone-bus").start(task));
        try {
            return new SystemBus(opening.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            var _ = opening.thenAccept(DBusConnection::disconnect); // a connection that comes too late is not kept
            throw failed("no answer from the bus at " + address, "");
        } catch (ExecutionException e) {
            throw failed("cannot reach the bus at " + address, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            var _ = opening.thenAccept(DBusConnection::disconnect);
            Thread.currentThread().interrupt();
            throw failed("interrupted while connecting to the bus", "");
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
    boolean hasOwner(String name) throws BusException {
        Object[] answer = call(NAME, PATH, NAME, "NameHasOwner", "s", name);
        return answer.length == 1 && Boolean.TRUE.equals(answer[0]);
    }

    /// Calls a method and gives what it returns.
    ///
    /// @param signature of the arguments; empty for none
    Object[] call(String service, String path, String type, String member, String signature, Object... arguments)
            throws BusException {
        return call(PATIENCE_MILLIS, service, path, type, member, signature, arguments);
    }

    /// As above, with a patience of its own.
    Object[] call(
            long patienceMillis,
            String service,
            String path,
            String type,
            String member,
            String signature,
            Object... arguments)
            throws BusException {
        String what = type + "." + member;
        try {
            MethodCall call = connection
                    .getMessageFactory()
                    .createMethodCall(
                            null,
                            service,
                            path,
                            type,
                            member,
                            (byte) 0,
                            signature.isEmpty() ? null : signature,
                            arguments);
            connection.sendMessage(call);
            Message reply = call.getReply(patienceMillis);
            if (reply == null) {
                throw failed(what + " was not answered", "");
            }
            Object[] values = reply.getParameters();
            if (reply instanceof org.freedesktop.dbus.messages.Error error) {
                String words = values == null || values.length == 0 ? "" : String.valueOf(values[0]);
                throw new BusException(what + " failed", String.valueOf(error.getName()), words);
            }
            return values == null ? new Object[0] : values;
        } catch (DBusException | DBusExecutionException e) {
            throw failed(what + " failed", String.valueOf(e.getMessage()));
        }
    }

    /// What is in a variant; anything else is itself.
    static Object content(Object value) {
        return value instanceof Variant<?> variant ? variant.getValue() : value;
    }

    /// A property that is a number.
    long number(String service, String path, String type, String property) throws BusException {
        Object[] answer = call(service, path, "org.freedesktop.DBus.Properties", "Get", "ss", type, property);
        if (answer.length == 1
                && answer[0] instanceof Variant<?> variant
                && variant.getValue() instanceof Number number) {
            return number.longValue();
        }
        throw failed(type + "." + property + " is no number", "");
    }

    /// Sets a property that is true or false.
    void set(String service, String path, String type, String property, boolean value) throws BusException {
        var _ = call(
                service, path, "org.freedesktop.DBus.Properties", "Set", "ssv", type, property, new Variant<>(value));
    }

    /// Hears a signal from now on, until this is closed. Anybody on the bus may have sent it.
    ///
    /// @param heard called with its parameters, on a thread of the library
    void listen(String type, String member, Consumer<Object[]> heard) throws BusException {
        try {
            var _ = connection.addGenericSigHandler(
                    DBusMatchRuleBuilder.create()
                            .withType(MessageTypes.SIGNAL)
                            .withInterface(type)
                            .withMember(member)
                            .build(),
                    signal -> heard.accept(parameters(signal)));
        } catch (DBusException | DBusExecutionException e) {
            throw failed("cannot listen to " + type + "." + member, String.valueOf(e.getMessage()));
        }
    }

    private static Object[] parameters(DBusSignal signal) {
        try {
            Object[] values = signal.getParameters();
            return values == null ? new Object[0] : values;
        } catch (DBusException e) {
            return new Object[0];
        }
    }

    private static BusException failed(String reason, String words) {
        return new BusException(reason, "", words);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
