/// The answerer, a faulty link, hand-driven clocks.
module dev.dialtone.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.auth;
    requires transitive dev.dialtone.ppp;
    requires transitive dev.dialtone.carriers;
    requires transitive dev.dialtone.host;
    requires dev.dialtone.datapath;

    exports dev.dialtone.testkit;
}
