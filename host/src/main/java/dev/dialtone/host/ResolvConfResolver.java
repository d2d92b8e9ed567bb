package dev.dialtone.host;

import java.nio.file.Path;
import java.util.List;

/// Name resolution by resolv.conf alone. The text is computed anew each time over what the file says without our
/// part now, so that what others wrote into it meanwhile (a DHCP client, an administrator) is kept.
record ResolvConfResolver(ResolvConfFile file, ResolvConfWatch watch) implements Resolver {

    @Override
    public String mechanism() {
        return "resolv.conf";
    }

    /// What a predecessor that was killed left in the file is not taken for the original.
    @Override
    public HostChange prepare() {
        return new HostChange.ResolvConf(file.path().toAbsolutePath().toString(), ResolvConfText.strip(file.read()));
    }

    @Override
    public void apply(HostChange prepared, List<LinkDns> connections) {
        if (!(prepared instanceof HostChange.ResolvConf(String _, String original))) {
            throw new IllegalArgumentException("not prepared by resolv.conf: " + prepared);
        }
        String now = file.read();
        String wanted = ResolvConfText.compose(withoutOurs(now, original), connections);
        if (!wanted.equals(now)) {
            file.write(wanted);
        }
        if (ResolvConfText.carriesMark(wanted)) {
            watch.holds();
        } else {
            watch.released();
        }
    }

    @Override
    public String trouble(List<LinkDns> connections) {
        String now = file.read();
        boolean inForce = now.equals(ResolvConfText.compose(ResolvConfText.strip(now), connections));
        return inForce
                ? ""
                : file.path() + " does not say what was written into it: somebody else wrote it at the same moment.";
    }

    /// The state without any connection, if the file still carries our mark; else somebody wrote it anew and it
    /// stays.
    static void undo(HostChange.ResolvConf change) {
        ResolvConfFile file = new ResolvConfFile(Path.of(change.path()));
        String now = file.read();
        if (ResolvConfText.carriesMark(now)) {
            file.write(withoutOurs(now, change.original()));
        }
    }

    private static String withoutOurs(String now, String original) {
        return ResolvConfText.carriesMark(now) && !ResolvConfText.isWhole(now) ? original : ResolvConfText.strip(now);
    }
}
