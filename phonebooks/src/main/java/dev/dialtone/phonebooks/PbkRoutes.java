package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The routes of a `.pbk` entry: `NumRoutes`, then lines `Routes` with up to 128 hexadecimal digits, which belong
/// together.
///
/// INTEROP [Windows 10] the form is documented nowhere; others have found it by adding routes and looking. For each
/// route 36 bytes, numbers with their least byte first: metric, address family (2 or 23), length of the prefix, 16
/// bytes for the address, and 8 that were always zero. Anything else is left alone.
final class PbkRoutes {
    static final String COUNT = "NumRoutes";
    static final String LINES = "Routes";

    private static final int ROUTE_BYTES = 36;
    private static final int ADDRESS_BYTES = 16;
    private static final int IPV4_BYTES = 4;
    private static final int IPV4 = 2;
    private static final int IPV6 = 23;
    private static final int LINE_DIGITS = 128;
    private static final int MOST = 1_000;
    private static final int MOST_METRIC = 9_999;

    /// What Windows writes when none is given.
    private static final int USUAL = 1;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PbkRoutes() {}

    /// @param all whether everything goes through the connection in any case
    static void read(PbkReading reading, boolean all) {
        Optional<TextLine> count =
                reading.head(COUNT).filter(line -> !line.value().equals("0"));
        List<TextLine> lines = lines(reading.section());
        if (count.isEmpty() || lines.isEmpty()) {
            return;
        }
        String digits = lines.stream().map(TextLine::value).collect(Collectors.joining());
        Optional<List<String>> routes = routes(digits, count.get().value());
        if (routes.isEmpty()) {
            return;
        }
        if (all) {
            reading.notDone(count.get(), "everything goes through the connection in any case");
            lines.forEach(reading::kept);
            return;
        }
        reading.carried(count.get(), EntryOption.ROUTES, String.join(",", routes.get()));
        if (!reading.isWrong(count.get())) {
            lines.forEach(line -> reading.carried(line, "routes, by " + COUNT));
        }
    }

    private static List<TextLine> lines(PbkSection section) {
        return section.settings().stream()
                .filter(placed -> placed.isHead() && placed.line().is(LINES))
                .map(PbkSection.Placed::line)
                .toList();
    }

    /// Empty for what is not of the known form.
    static Optional<List<String>> routes(String digits, String count) {
        if (!count.matches("[0-9]{1,4}")
                || Integer.parseInt(count) > MOST
                || digits.length() != Integer.parseInt(count) * ROUTE_BYTES * 2
                || !digits.matches("[0-9A-Fa-f]*")) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(digits)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> routes = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Optional<String> route =
                    route(bytes.slice(bytes.position(), ROUTE_BYTES).order(ByteOrder.LITTLE_ENDIAN));
            if (route.isEmpty()) {
                return Optional.empty();
            }
            routes.add(route.get());
            bytes.position(bytes.position() + ROUTE_BYTES);
        }
        return Optional.of(routes);
    }

    private static Optional<String> route(ByteBuffer bytes) {
        int metric = bytes.getInt();
        int family = bytes.getInt();
        int length = bytes.getInt();
        byte[] address = new byte[family == IPV4 ? IPV4_BYTES : ADDRESS_BYTES];
        bytes.get(address);
        boolean zero = true;
        while (bytes.hasRemaining()) {
            zero &= bytes.get() == 0;
        }
        boolean known = (family == IPV4 || family == IPV6)
                && length >= 0
                && length <= address.length * 8
                && metric >= 0
                && metric <= MOST_METRIC;
        if (!known || !zero) {
            return Optional.empty();
        }
        try {
            InetAddress read = InetAddress.getByAddress(address);
            boolean shown = read.getAddress().length == address.length;
            // an IPv4 address inside an IPv6 one is read as the former
            return shown
                    ? Optional.of(AddressText.of(read) + "/" + length + (metric > USUAL ? "@" + metric : ""))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /// The section with the entry's routes in the place of those it had.
    static PbkSection write(PbkSection section, Entry entry) {
        PbkSection without = section;
        for (TextLine line : lines(section)) {
            without = without.without(line);
        }
        List<String> routes = entry.list(EntryOption.ROUTES);
        PbkSection changed = without.with(COUNT, Integer.toString(routes.size()));
        StringBuilder digits = new StringBuilder();
        routes.forEach(route -> digits.append(digits(route)));
        int last = (digits.length() - 1) / LINE_DIGITS * LINE_DIGITS;
        // each behind the count, the last one first: lines that are the same cannot be told apart
        for (int at = last; at >= 0 && !digits.isEmpty(); at -= LINE_DIGITS) {
            String line = LINES + "=" + digits.substring(at, Math.min(digits.length(), at + LINE_DIGITS));
            changed = changed.after(changed.head(COUNT).orElseThrow(), line);
        }
        return changed;
    }

    private static String digits(String route) {
        int at = route.indexOf('@');
        String prefix = at < 0 ? route : route.substring(0, at);
        int slash = prefix.indexOf('/');
        byte[] address = InetAddress.ofLiteral(prefix.substring(0, slash)).getAddress();
        ByteBuffer bytes = ByteBuffer.allocate(ROUTE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at < 0 ? USUAL : Integer.parseInt(route.substring(at + 1)))
                .putInt(address.length == IPV4_BYTES ? IPV4 : IPV6)
                .putInt(Integer.parseInt(prefix.substring(slash + 1)))
                .put(address);
        return HEX.formatHex(bytes.array());
    }
}
