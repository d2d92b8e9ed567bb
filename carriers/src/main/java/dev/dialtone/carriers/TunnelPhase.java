package dev.dialtone.carriers;

/// How far a [Tunnel] has come. In the order in which it happens, but for a sign-in that is refused and goes back.
enum TunnelPhase {
    NEW("not connected"),
    CONNECTING("connecting"),
    CONNECTED("the link was not yet up"),
    ESTABLISHING("the link was being established (LCP)"),
    ESTABLISHED("the sign-in was not yet begun"),
    AUTHENTICATING("waiting for the server to ask for the sign-in"),
    ASKED("the sign-in was not yet answered"),
    RESPONDING("signing in"),
    REFUSED("the sign-in was refused and waited for its user"),
    CHANGING("the password was being changed"),
    AUTHENTICATED("the network was not yet asked for"),
    PROJECTING("the network was being negotiated (IPCP)"),
    PROJECTED("established");

    private final String words;

    TunnelPhase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
