package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The settings that an entry here can do, from what a `.pbk` entry says.
final class PbkRules {
    static final int PAP = 8;
    static final int CHAP = 32;
    static final int EAP = 128;
    static final int MSCHAPV2 = 512;
    static final int IPV4 = 4;
    static final int IPV6 = 8;

    static final String CLASSLESS = "DisableClassBasedDefaultRoute";
    static final String METRIC4 = "IpInterfaceMetric";
    static final String METRIC6 = "Ipv6InterfaceMetric";
    static final String FIRST = "PrerequisiteEntry";

    private static final long LONGEST_METRIC = 9_999;
    private static final long NEVER = 0xFFFFFFFFL;
    private static final long LONGEST_IDLE = 604_800;
    private static final long LONGEST_PAUSE = 600;

    private PbkRules() {}

    static void read(PbkReading reading) {
        signIn(reading);
        families(reading);
        address(reading);
        routes(reading);
        names(reading);
        life(reading);
        PbkGiven.read(reading);
        PbkPlain.read(reading);
        stored(reading);
    }

    /// What becomes of the password; one of a one-time password is never stored, whatever the other line says.
    private static void stored(PbkReading reading) {
        flag(reading, "CacheCredentials", EntryOption.REMEMBER);
        flag(reading, "AuthTypeOTP", EntryOption.ONE_TIME);
    }

    private static void signIn(PbkReading reading) {
        OptionalLong bits = reading.number("AuthRestrictions", 0, Integer.MAX_VALUE);
        if (bits.isEmpty() || bits.getAsLong() == 0) {
            return;
        }
        TextLine line = reading.head("AuthRestrictions").orElseThrow();
        List<String> methods = methods((int) bits.getAsLong());
        List<String> gone = gone((int) bits.getAsLong());
        if (methods.isEmpty()) {
            reading.notDone(line, "it allows " + String.join(", ", gone) + " only, which there is not here");
            return;
        }
        String said = String.join(",", methods);
        List<String> weak = methods.stream()
                .filter(method -> method.equals("pap") || method.equals("chap-md5"))
                .toList();
        if (!weak.isEmpty()) {
            reading.note("WEAK: the file asks for " + String.join(", ", weak)
                    + " by name; entry set NAME authentication=mschapv2 takes it out");
        }
        if (methods.contains("eap")) {
            reading.note("eap is not built yet: "
                    + (methods.size() == 1
                            ? "the entry is kept, and cannot be dialled"
                            : "the entry is dialled with the other methods"));
        }
        reading.carried(line, EntryOption.AUTHENTICATION, said);
        if (!gone.isEmpty()) {
            reading.notDone(line, "here it is authentication=" + said + ", without " + String.join(", ", gone));
        }
    }

    /// Strongest first.
    static List<String> methods(int bits) {
        List<String> methods = new ArrayList<>();
        add(methods, bits, EAP, "eap");
        add(methods, bits, MSCHAPV2, "mschapv2");
        add(methods, bits, CHAP, "chap-md5");
        add(methods, bits, PAP, "pap");
        return methods;
    }

    /// The methods that no entry here has.
    private static List<String> gone(int bits) {
        List<String> methods = new ArrayList<>();
        add(methods, bits, 16, "SPAP");
        add(methods, bits, 64, "MS-CHAP v1");
        add(methods, bits, 1024, "LAN Manager");
        add(methods, bits, 2048, "machine certificates (IKEv2)");
        add(methods, bits, 4096, "pre-shared keys (IKEv2)");
        return methods;
    }

    private static void add(List<String> methods, int bits, int bit, String method) {
        if ((bits & bit) != 0) {
            methods.add(method);
        }
    }

    private static void families(PbkReading reading) {
        OptionalLong excluded = reading.number("ExcludedProtocols", 0, 15);
        if (excluded.isEmpty()) {
            return;
        }
        TextLine line = reading.head("ExcludedProtocols").orElseThrow();
        long bits = excluded.getAsLong();
        boolean ipv4 = (bits & IPV4) == 0;
        boolean ipv6 = (bits & IPV6) == 0;
        if (!ipv4 && !ipv6) {
            reading.wrong(line, "a number without one of the bits 4 (IPv4) and 8 (IPv6): one of them is needed");
        } else if (!ipv4) {
            reading.carried(line, EntryOption.IPV4, "false");
        } else if (!ipv6) {
            reading.carried(line, EntryOption.IPV6, "false");
        } else {
            reading.kept(line);
        }
    }

    private static void address(PbkReading reading) {
        OptionalLong assign = reading.number("IpAssign", 1, 2);
        reading.head("IpAddress").ifPresent(line -> {
            boolean set = !line.value().isEmpty() && !line.value().equals("0.0.0.0");
            if (set && assign.orElse(1) == 2) {
                reading.carried(line, EntryOption.ADDRESS, line.value());
            } else if (set) {
                reading.notDone(line, "IpAssign says that the server gives the address");
            }
        });
    }

    private static void routes(PbkReading reading) {
        var four = reading.flag("IpPrioritizeRemote");
        var six = reading.flag("Ipv6PrioritizeRemote");
        var first = four.isPresent() ? four : six;
        PbkRoutes.read(reading, first.orElse(true));
        metric(reading);
        if (first.isEmpty()) {
            return;
        }
        boolean all = first.get();
        String key = four.isPresent() ? "IpPrioritizeRemote" : "Ipv6PrioritizeRemote";
        reading.head(key).ifPresent(line -> reading.carried(line, EntryOption.DEFAULT_ROUTE, Boolean.toString(all)));
        if (four.isPresent() && six.isPresent()) {
            reading.head("Ipv6PrioritizeRemote").ifPresent(line -> {
                if (four.get().equals(six.get())) {
                    reading.carried(line, "default-route=" + all);
                } else {
                    reading.carried(
                            line, EntryOption.DEFAULT_ROUTE_IPV6, six.get().toString());
                }
            });
        }
        if (all) {
            // with a default route there is nothing for it to add
            reading.head(CLASSLESS).ifPresent(reading::kept);
        } else {
            reading.flag(CLASSLESS)
                    .ifPresent(off -> reading.head(CLASSLESS)
                            .ifPresent(line -> reading.carried(line, EntryOption.CLASS_ROUTE, Boolean.toString(!off))));
        }
    }

    private static void metric(PbkReading reading) {
        OptionalLong four = reading.number(METRIC4, 0, Integer.MAX_VALUE);
        OptionalLong six = reading.number(METRIC6, 0, Integer.MAX_VALUE);
        if (isMetric(four)) {
            carry(reading, METRIC4, EntryOption.METRIC, four.getAsLong());
        }
        if (isMetric(six) && six.equals(four)) {
            reading.head(METRIC6).ifPresent(line -> reading.carried(line, "metric=" + four.getAsLong()));
        } else if (isMetric(six)) {
            carry(reading, METRIC6, EntryOption.METRIC_IPV6, six.getAsLong());
        }
    }

    private static boolean isMetric(OptionalLong number) {
        return number.orElse(0) > 0 && number.getAsLong() <= LONGEST_METRIC;
    }

    private static void names(PbkReading reading) {
        reading.head("IpDnsSuffix").ifPresent(line -> reading.carried(line, EntryOption.DOMAINS, line.value()));
    }

    private static void life(PbkReading reading) {
        reading.head(FIRST)
                .filter(line -> EntryNames.isAllowed(line.value()))
                .ifPresent(line -> reading.carried(line, EntryOption.PREREQUISITE, line.value()));
        reading.number("RedialAttempts", 0, 99)
                .ifPresent(n -> carry(reading, "RedialAttempts", EntryOption.REDIAL_ATTEMPTS, n));
        reading.number("RedialSeconds", 0, LONGEST_PAUSE).ifPresent(n -> {
            if (n > 0) {
                carry(reading, "RedialSeconds", EntryOption.REDIAL_SECONDS, n);
                if (n > Long.parseLong(EntryOption.REDIAL_LONGEST_SECONDS.standard())) {
                    reading.options().put(EntryOption.REDIAL_LONGEST_SECONDS, Long.toString(n));
                }
            } else {
                reading.head("RedialSeconds").ifPresent(line -> reading.notDone(line, "the shortest pause is 1"));
            }
        });
        reading.number("IdleDisconnectSeconds", -1, NEVER).ifPresent(n -> {
            TextLine line = reading.head("IdleDisconnectSeconds").orElseThrow();
            if (n == -1 || n == NEVER || n == 0) {
                reading.kept(line);
            } else if (n > LONGEST_IDLE) {
                reading.notDone(line, "the longest idle-timeout is " + LONGEST_IDLE + "; here it is none");
            } else {
                carry(reading, "IdleDisconnectSeconds", EntryOption.IDLE_TIMEOUT, n);
            }
        });
        flag(reading, "RedialOnLinkFailure", EntryOption.RECONNECT);
        if (NotBuilt.hasProtocol(reading.text(EntryOption.PROTOCOL))) {
            flag(reading, "AlwaysOnCapable", EntryOption.ALWAYS_ON);
        } else {
            reading.head("AlwaysOnCapable")
                    .filter(line -> line.value().equals("1"))
                    .ifPresent(line -> reading.notDone(line, "the entry cannot be dialled yet"));
        }
        if (Boolean.parseBoolean(reading.text(EntryOption.ALWAYS_ON))) {
            reading.note("always-on: from its next start on the manager dials the entry by itself;"
                    + " entry set NAME always-on= leaves that to you");
        }
    }

    private static void carry(PbkReading reading, String key, EntryOption option, long number) {
        reading.head(key).ifPresent(line -> reading.carried(line, option, Long.toString(number)));
    }

    private static void flag(PbkReading reading, String key, EntryOption option) {
        reading.flag(key)
                .ifPresent(on -> reading.head(key).ifPresent(line -> {
                    if (on) {
                        reading.carried(line, option, "true");
                    } else {
                        reading.kept(line);
                    }
                }));
    }

    /// The bits that say these methods, in the place of those that were there.
    static int restrictions(int before, List<String> methods) {
        int bits = before & ~(PAP | CHAP | EAP | MSCHAPV2);
        List<Integer> set = methods.stream()
                .map(method -> switch (method) {
                    case "eap" -> EAP;
                    case "mschapv2" -> MSCHAPV2;
                    case "chap-md5" -> CHAP;
                    default -> PAP;
                })
                .collect(Collectors.toList());
        for (int bit : set) {
            bits |= bit;
        }
        return bits;
    }
}
