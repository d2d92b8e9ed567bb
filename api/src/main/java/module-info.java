/// The vocabulary every door shares.
module dev.dialtone.api {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;

    exports dev.dialtone.api;
}
