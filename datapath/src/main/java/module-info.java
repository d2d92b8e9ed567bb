/// Packets between a tunnel and a packet device.
module dev.dialtone.datapath {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.host;

    exports dev.dialtone.datapath;
}
