/// What carries PPP: SSTP today.
module dev.dialtone.carriers {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.auth;
    requires transitive dev.dialtone.ppp;

    exports dev.dialtone.carriers;
}
