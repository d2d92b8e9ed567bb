/// TUN, netlink and DNS of a Linux host, each change with its undo.
module dev.dialtone.host {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires org.freedesktop.dbus;

    exports dev.dialtone.host;
}
