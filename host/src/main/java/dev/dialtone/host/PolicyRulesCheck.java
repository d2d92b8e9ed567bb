package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;

/// Whether connections could be placed in routing tables of their own. Others do without, so that nothing is wrong
/// here.
final class PolicyRulesCheck implements HostCheck {
    private static final String SUBJECT = "policy rules";

    @Override
    public HostFinding look() {
        try {
            PolicyRules.probe();
            return HostFinding.ok(SUBJECT, "The kernel has policy rules, which entries with table=N need.");
        } catch (NetlinkException e) {
            return judge(e);
        }
    }

    static HostFinding judge(NetlinkException e) {
        return new HostFinding(
                SUBJECT,
                Verdict.OK,
                "Entries with table=N cannot be dialled here: the kernel has no policy rules: " + e.getMessage() + ".",
                "Use a kernel with CONFIG_IP_MULTIPLE_TABLES.");
    }
}
