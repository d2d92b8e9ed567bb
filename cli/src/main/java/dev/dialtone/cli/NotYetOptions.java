package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Options of `dial` that the contract names and this release does not have: recognised, and refused by
/// name.
final class NotYetOptions {
    private final List<String> given = new ArrayList<>();

    @Option(names = "--gated", hidden = true)
    void gated(boolean on) {
        given.add("--gated");
    }

    @Option(names = "--paused", hidden = true)
    void paused(boolean on) {
        given.add("--paused");
    }

    @Option(names = "--background", hidden = true)
    void background(boolean on) {
        given.add("--background");
    }

    @Option(names = "--bound", hidden = true)
    void bound(boolean on) {
        given.add("--bound");
    }

    @Option(names = "--wait-redial", hidden = true)
    void waitRedial(boolean on) {
        given.add("--wait-redial");
    }

    List<String> given() {
        return given;
    }
}
