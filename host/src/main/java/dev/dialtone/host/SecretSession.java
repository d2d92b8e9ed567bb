package dev.dialtone.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session with a Secret Service: what is asked of it, in its own words.
final class SecretSession implements AutoCloseable {
    static final String SERVICE = "org.freedesktop.secrets";

    /// The service's word for what takes somebody to unlock it; ours, where it would ask.
    static final String LOCKED = "org.freedesktop.Secret.Error.IsLocked";

    private static final String PATH = "/org/freedesktop/secrets";
    private static final String TYPE = "org.freedesktop.Secret.Service";
    private static final String COLLECTION = "org.freedesktop.Secret.Collection";
    private static final String ITEM = "org.freedesktop.Secret.Item";

    /// In the place of an object: there is none.
    private static final String NONE = "/";

    private static final String CONTENT = "application/octet-stream";

    /// The service may have to be started first.
    private static final long PATIENCE_MILLIS = 5_000;

    private static final int SECRET_MEMBERS = 4;

    private final SystemBus bus;
    private final SecretExchange exchange;
    private final String path;

    private SecretSession(SystemBus bus, SecretExchange exchange, String path) {
        this.bus = bus;
        this.exchange = exchange;
        this.path = path;
    }

    /// Ends with the bus's connection.
    static SecretSession open(SystemBus bus) throws BusException {
        SecretExchange exchange = SecretExchange.begin();
        Object[] answer = bus.call(
                PATIENCE_MILLIS,
                SERVICE,
                PATH,
                TYPE,
                "OpenSession",
                "sv",
                SecretExchange.ALGORITHM,
                variant("ay", exchange.publicKey()));
        Optional<byte[]> theirs = answer.length == 2 ? BusValues.bytes(answer[0]) : Optional.empty();
        if (theirs.isEmpty() || !exchange.agree(theirs.get())) {
            throw wrong("OpenSession");
        }
        return new SecretSession(bus, exchange, String.valueOf(answer[1]));
    }

    /// What is found by attributes, as object paths.
    private record Found(List<String> unlocked, List<String> locked) {}

    private Found search(Map<String, String> attributes) throws BusException {
        Object[] answer = service("SearchItems", "a{ss}", attributes);
        if (answer.length != 2) {
            throw wrong("SearchItems");
        }
        return new Found(BusValues.texts(answer[0]), BusValues.texts(answer[1]));
    }

    Optional<byte[]> find(Map<String, String> attributes) throws BusException {
        unlockDefault();
        Found found = search(attributes);
        String item;
        if (!found.unlocked.isEmpty()) {
            item = found.unlocked.getFirst();
        } else if (!found.locked.isEmpty()) {
            item = found.locked.getFirst();
            unlock(item);
        } else {
            return Optional.empty();
        }
        Object[] answer = bus.call(PATIENCE_MILLIS, SERVICE, item, ITEM, "GetSecret", "o", path);
        List<Object> secret = answer.length == 1 ? BusValues.members(answer[0]) : List.of();
        if (secret.size() != SECRET_MEMBERS) {
            throw wrong("GetSecret");
        }
        byte[] parameters = BusValues.bytes(secret.get(1)).orElseThrow(() -> wrong("GetSecret"));
        byte[] value = BusValues.bytes(secret.get(2)).orElseThrow(() -> wrong("GetSecret"));
        return Optional.of(exchange.open(parameters, value).orElseThrow(() -> wrong("GetSecret")));
    }

    void store(String label, Map<String, String> attributes, byte[] secret) throws BusException {
        String collection = unlockDefault();
        if (collection.equals(NONE)) {
            throw new BusException("there is no default keyring", "", "");
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put(ITEM + ".Label", variant("s", label));
        properties.put(ITEM + ".Attributes", variant("a{ss}", attributes));
        SecretExchange.Sealed sealed = exchange.seal(secret);
        Object[] structure = {path, sealed.parameters(), sealed.value(), CONTENT};
        Object[] answer = bus.call(
                PATIENCE_MILLIS,
                SERVICE,
                collection,
                COLLECTION,
                "CreateItem",
                "a{sv}(oayays)b",
                properties,
                structure,
                true);
        if (answer.length != 2) {
            throw wrong("CreateItem");
        }
        String created = String.valueOf(answer[0]);
        if (created.equals(NONE)) {
            throw locked(collection);
        }
        // one of another collection would be found in its place
        Found found = search(attributes);
        for (String other : found.unlocked) {
            if (!other.equals(created)) {
                delete(other);
            }
        }
        for (String other : found.locked) {
            unlock(other);
            delete(other);
        }
    }

    void remove(Map<String, String> attributes) throws BusException {
        unlockDefault();
        Found found = search(attributes);
        for (String item : found.unlocked) {
            delete(item);
        }
        for (String item : found.locked) {
            unlock(item);
            delete(item);
        }
    }

    private void delete(String item) throws BusException {
        Object[] answer = bus.call(PATIENCE_MILLIS, SERVICE, item, ITEM, "Delete", "");
        if (answer.length != 1 || !String.valueOf(answer[0]).equals(NONE)) {
            throw locked(item);
        }
    }

    /// INTEROP [gnome-keyring]: what a locked collection holds may not be found at all, as if it were not there.
    ///
    /// @return the default collection, or [#NONE]
    private String unlockDefault() throws BusException {
        Object[] alias = service("ReadAlias", "s", "default");
        String collection = alias.length == 1 ? String.valueOf(alias[0]) : NONE;
        if (!collection.equals(NONE)) {
            unlock(collection);
        }
        return collection;
    }

    /// Whatever takes no question to anybody.
    private void unlock(String object) throws BusException {
        Object[] answer = service("Unlock", "ao", List.of(object));
        if (answer.length != 2 || !BusValues.texts(answer[0]).contains(object)) {
            throw locked(object);
        }
    }

    private Object[] service(String member, String signature, Object argument) throws BusException {
        return bus.call(PATIENCE_MILLIS, SERVICE, PATH, TYPE, member, signature, argument);
    }

    /// As the library takes one.
    private static Object variant(String signature, Object content) {
        return new Object[] {signature, content};
    }

    private static BusException locked(String object) {
        return new BusException(object + " is locked", LOCKED, "");
    }

    private static BusException wrong(String member) {
        return new BusException("its answer to " + member + " is none", "", "");
    }

    @Override
    public void close() {
        exchange.close();
    }
}
