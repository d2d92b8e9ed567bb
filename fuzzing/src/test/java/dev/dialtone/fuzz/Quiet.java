package dev.dialtone.fuzz;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// What the product logs about hostile input is right, and a million lines of it are not wanted here.
public final class Quiet {
    private static final Logger ROOT = Logger.getLogger("");

    private Quiet() {}

    public static void logs() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }
}
