package dev.dialtone.auth;

/// How a user signs in, strongest first.
public enum AuthMethod {
    MSCHAPV2("mschapv2", 0xC223, 0x81),
    CHAP_MD5("chap-md5", 0xC223, 0x05),
    PAP("pap", 0xC023, -1);

    private final String word;
    private final int protocol;
    private final int algorithm;

    AuthMethod(String word, int protocol, int algorithm) {
        this.word = word;
        this.protocol = protocol;
        this.algorithm = algorithm;
    }

    /// The word used in entries and JSON.
    public String word() {
        return word;
    }

    /// PPP protocol number.
    public int protocol() {
        return protocol;
    }

    /// CHAP algorithm, or -1.
    public int algorithm() {
        return algorithm;
    }
}
