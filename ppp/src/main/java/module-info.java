/// LCP, IPCP, IPV6CP over one RFC 1661 automaton, as a pure machine.
module dev.dialtone.ppp {
    requires static transitive org.jspecify;
    requires transitive dev.dialtone.core;
    requires transitive dev.dialtone.auth;

    exports dev.dialtone.ppp;
}
