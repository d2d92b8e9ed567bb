/// PAP, CHAP-MD5, MS-CHAPv2 and the keys they give.
module dev.dialtone.auth {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;

    exports dev.dialtone.auth;
}
