/// The dialtone command line.
module dev.dialtone.cli {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.api;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.client;

    exports dev.dialtone.cli;
}
