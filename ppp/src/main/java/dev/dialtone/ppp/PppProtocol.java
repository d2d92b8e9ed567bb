package dev.dialtone.ppp;

/// PPP protocol numbers (RFC 1661 §2) that this module speaks or has to recognise.
final class PppProtocol {
    static final int IPV4 = 0x0021;
    static final int IPV6 = 0x0057;
    static final int IPCP = 0x8021;
    static final int IPV6CP = 0x8057;
    static final int LCP = 0xC021;
    static final int PAP = 0xC023;
    static final int CHAP = 0xC223;

    private PppProtocol() {}
}
