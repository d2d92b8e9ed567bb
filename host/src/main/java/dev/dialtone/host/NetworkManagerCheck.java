package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;

/// Whether NetworkManager runs, and leaves connections alone.
final class NetworkManagerCheck implements HostCheck {
    private static final String SUBJECT = "networkmanager";

    private final LinkManagers managers;

    NetworkManagerCheck(LinkManagers managers) {
        this.managers = managers;
    }

    @Override
    public HostFinding look() {
        try {
            return judge(managers.networkManager());
        } catch (BusException e) {
            return HostFinding.ok(SUBJECT, "Unknown: " + e.reason() + ".");
        }
    }

    static HostFinding judge(NetworkManager.State state) {
        return switch (state) {
            case ABSENT -> HostFinding.ok(SUBJECT, "It does not run.");
            case WILLING ->
                HostFinding.ok(SUBJECT, "It runs, and is told to leave the interfaces of connections alone.");
            case FORBIDDEN ->
                new HostFinding(
                        SUBJECT,
                        Verdict.OK,
                        "It runs, and does not let the manager tell it to leave the interfaces of connections alone:"
                                + " unless its own files say so, it may take their name servers away.",
                        "Have dialtone-networkmanager.conf in /etc/NetworkManager/conf.d, or run the daemon as root.");
        };
    }
}
