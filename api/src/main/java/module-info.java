/// The vocabulary every door shares: RemoteAccess, Connection, Notification, ConnectionState, Entry, RasError.
module dev.dialtone.api {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires io.avaje.json;

    exports dev.dialtone.api;
}
