package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;

/// Whether a kill switch could be closed here. Only entries that want one need it, so that nothing is wrong without.
final class KillSwitchCheck implements HostCheck {
    private static final String SUBJECT = "kill switch";

    @Override
    public HostFinding look() {
        try {
            KillSwitchTable.probe();
            return HostFinding.ok(SUBJECT, "nf_tables answers, which entries with kill-switch=true need.");
        } catch (NetlinkException e) {
            return judge(e);
        }
    }

    static HostFinding judge(NetlinkException e) {
        if (e.errno() == Errno.EPERM) {
            return HostFinding.ok(SUBJECT, "Unknown: the manager may not ask nf_tables.");
        }
        return new HostFinding(
                SUBJECT,
                Verdict.OK,
                "Entries with kill-switch=true cannot be dialled here: nf_tables does not answer: " + e.getMessage()
                        + ".",
                KillSwitchTable.ADVICE);
    }
}
