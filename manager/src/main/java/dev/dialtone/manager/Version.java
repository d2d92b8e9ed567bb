package dev.dialtone.manager;

/// Which Dialtone this is.
final class Version {
    static final String TEXT = "0.1.0";
    static final int API = 1;

    private Version() {}
}
