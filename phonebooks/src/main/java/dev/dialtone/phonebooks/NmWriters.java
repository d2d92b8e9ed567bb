package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The lines of a NetworkManager profile that say what an entry says otherwise than its original.
final class NmWriters {
    private NmFile file;
    private final NmReading before;
    private final Entry entry;

    private NmWriters(NmFile file, NmReading before, Entry entry) {
        this.file = file;
        this.before = before;
        this.entry = entry;
    }

    /// @throws RasException 87 for a protocol that NetworkManager has no plug-in for
    static NmFile write(NmFile file, NmReading before, Entry entry) {
        NmWriters writers = new NmWriters(file, before, entry);
        writers.vpn();
        writers.network();
        return writers.file;
    }

    private boolean differs(EntryOption option) {
        return !before.text(option).equals(entry.text(option));
    }

    /// The plug-in for its protocol.
    static String service(Entry entry) {
        String protocol = entry.text(EntryOption.PROTOCOL);
        String wanted = protocol.equals("automatic") ? "sstp" : protocol;
        return NmReading.SERVICES.entrySet().stream()
                .filter(service -> service.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> RasException.of(
                        RasError.INVALID_PARAMETER,
                        entry.name() + ": protocol: there is no " + protocol + " among the plug-ins for VPNs"));
    }

    private void vpn() {
        String key = NmReading.serverKey(entry.text(EntryOption.PROTOCOL));
        if (differs(EntryOption.PROTOCOL)) {
            String old = NmReading.serverKey(before.text(EntryOption.PROTOCOL));
            file = file.with(NmReading.VPN, NmReading.SERVICE, service(entry));
            file = old.equals(key) ? file : file.without(NmReading.VPN, old);
        }
        if (differs(EntryOption.PROTOCOL) || differs(EntryOption.SERVER) || differs(EntryOption.PORT)) {
            set(NmReading.VPN, key, PbkServers.number(entry));
        }
        text(EntryOption.USER, "user");
        text(EntryOption.DOMAIN, "domain");
        text(EntryOption.PROXY_USER, "proxy-user");
        if (differs(EntryOption.MTU)) {
            set(NmReading.VPN, "mtu", entry.text(EntryOption.MTU));
        }
        if (differs(EntryOption.PROXY)) {
            String proxy = entry.text(EntryOption.PROXY).replace("http://", "");
            int colon = proxy.lastIndexOf(':');
            set(NmReading.VPN, "proxy-server", colon < 0 ? "" : proxy.substring(0, colon));
            set(NmReading.VPN, "proxy-port", colon < 0 ? "" : proxy.substring(colon + 1));
        }
    }

    private void text(EntryOption option, String key) {
        if (differs(option)) {
            set(NmReading.VPN, key, entry.text(option));
        }
    }

    /// An empty value takes the line away.
    private void set(String group, String key, String value) {
        file = value.isEmpty() ? file.without(group, key) : file.with(group, key, value);
    }

    private void network() {
        family(EntryOption.IPV4, NmReading.IPV4);
        family(EntryOption.IPV6, NmReading.IPV6);
        for (String group : List.of(NmReading.IPV4, NmReading.IPV6)) {
            flag(EntryOption.DEFAULT_ROUTE, group, "never-default");
            flag(EntryOption.DNS, group, "ignore-auto-dns");
            flag(EntryOption.SERVER_ROUTES, group, "ignore-auto-routes");
        }
        if (differs(EntryOption.DOMAINS)) {
            List<String> domains = entry.list(EntryOption.DOMAINS);
            set(NmReading.IPV4, "dns-search", domains.isEmpty() ? "" : String.join(";", domains) + ";");
            set(NmReading.IPV6, "dns-search", "");
        }
        if (differs(EntryOption.DNS_SERVERS)) {
            set(NmReading.IPV4, "dns", nameServers(false));
            set(NmReading.IPV6, "dns", nameServers(true));
        }
        metric(EntryOption.METRIC, NmReading.IPV4);
        metric(EntryOption.METRIC_IPV6, NmReading.IPV6);
        if (differs(EntryOption.ROUTES)) {
            routes();
        }
        if (differs(EntryOption.USERS)) {
            StringBuilder users = new StringBuilder();
            entry.list(EntryOption.USERS)
                    .forEach(user -> users.append("user:").append(user).append(":;"));
            set(NmReading.CONNECTION, "permissions", users.toString());
        }
    }

    private String nameServers(boolean six) {
        return entry.list(EntryOption.DNS_SERVERS).stream()
                .filter(address -> address.indexOf(':') >= 0 == six)
                .map(address -> address + ";")
                .collect(Collectors.joining());
    }

    private void metric(EntryOption option, String group) {
        if (differs(option)) {
            set(group, "route-metric", entry.number(option) == 0 ? "" : entry.text(option));
        }
    }

    private void family(EntryOption option, String group) {
        if (differs(option)) {
            set(group, "method", entry.flag(option) ? "auto" : "disabled");
        }
    }

    /// A flag that means the opposite of the option.
    private void flag(EntryOption option, String group, String key) {
        if (differs(option)) {
            set(group, key, entry.flag(option) ? "" : "true");
        }
    }

    private void routes() {
        for (NmFile.Setting setting : file.settings()) {
            if (NmReading.isRoute(setting)) {
                file = file.without(setting.group(), setting.line().key());
            }
        }
        int four = 0;
        int six = 0;
        for (String route : entry.list(EntryOption.ROUTES)) {
            boolean isSix = route.indexOf(':') >= 0;
            int number = isSix ? ++six : ++four;
            int metric = route.indexOf('@');
            String line = metric < 0
                    ? route
                    : route.substring(0, metric) + (isSix ? ",::," : ",0.0.0.0,") + route.substring(metric + 1);
            file = file.with(isSix ? NmReading.IPV6 : NmReading.IPV4, "route" + number, line);
        }
    }
}
