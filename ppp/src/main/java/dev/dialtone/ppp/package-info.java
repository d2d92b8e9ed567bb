/// LCP, IPCP, IPV6CP over one RFC 1661 automaton, as a pure machine.
@org.jspecify.annotations.NullMarked
package dev.dialtone.ppp;
