package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Whether this process may change the network.
final class RightsCheck implements HostCheck {
    private static final String SUBJECT = "rights";

    @Override
    public HostFinding look() {
        try {
            return judge(ProcessRights.read());
        } catch (IOException e) {
            return HostFinding.failed(
                    SUBJECT, ProcessRights.STATUS + " cannot be read: " + e.getMessage() + ".", "Mount /proc.");
        }
    }

    static HostFinding judge(ProcessRights rights) {
        String who = "The manager runs as " + (rights.uid() == 0 ? "root" : "user " + rights.uid());
        List<String> has = new ArrayList<>();
        if (rights.has(ProcessRights.CAP_NET_ADMIN)) {
            has.add("CAP_NET_ADMIN");
        }
        if (rights.has(ProcessRights.CAP_NET_RAW)) {
            has.add("CAP_NET_RAW");
        }
        return rights.has(ProcessRights.CAP_NET_ADMIN)
                ? HostFinding.ok(SUBJECT, who + " with " + String.join(" and ", has) + ".")
                : HostFinding.failed(
                        SUBJECT,
                        who + " without CAP_NET_ADMIN: it may not change the network.",
                        HostErrors.RIGHTS_ADVICE);
    }
}
