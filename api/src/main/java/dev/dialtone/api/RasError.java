package dev.dialtone.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A documented error number with its name, its sentence and what to do (contract E1).
///
/// @param code    600-956, or a documented system code
/// @param name    documented name without `ERROR_`
/// @param message one sentence
/// @param advice  one sentence
public record RasError(int code, String name, String message, String advice) {

    public static final int ACCESS_DENIED = 5;
    public static final int INVALID_HANDLE = 6;
    public static final int INVALID_PARAMETER = 87;
    public static final int INVALID_NAME = 123;
    public static final int ALREADY_EXISTS = 183;
    public static final int CANNOT_OPEN_PHONEBOOK = 621;
    public static final int CANNOT_FIND_PHONEBOOK_ENTRY = 623;
    public static final int CANNOT_WRITE_PHONEBOOK = 624;
    public static final int CORRUPT_PHONEBOOK = 625;
    public static final int REMOTE_DISCONNECTION = 629;
    public static final int USER_DISCONNECTION = 631;
    public static final int PORT_NOT_AVAILABLE = 633;
    public static final int UNKNOWN = 635;
    public static final int REQUEST_TIMEOUT = 638;
    public static final int PASSWORD_EXPIRED = 648;
    public static final int NO_CONNECTION = 668;
    public static final int AUTHENTICATION_FAILURE = 691;
    public static final int INTERACTIVE_MODE = 703;
    public static final int MANAGER_CANNOT_INITIALIZE = 711;
    public static final int IP_CONFIGURATION = 716;
    public static final int CHANGING_PASSWORD = 709;
    public static final int PROJECTION_NOT_COMPLETE = 730;
    public static final int PROTOCOL_NOT_CONFIGURED = 731;
    public static final int DIAL_ALREADY_IN_PROGRESS = 756;
    public static final int NO_CERTIFICATE = 766;
    public static final int VALIDATING_SERVER_CERT = 801;
    public static final int VPN_TIMEOUT = 809;
    public static final int CANNOT_DELETE = 817;
    public static final int IDLE_TIMEOUT = 828;
    public static final int LINK_FAILURE = 829;
    public static final int SYSTEM_SUSPENDED = 833;
    public static final int PROTOCOL_ENGINE_DISABLED = 839;
    public static final int MANAGER_STOPPED = 834;
    public static final int EAPTLS_PASSWD_INVALID = 869;
    public static final int NO_AUTH_PROTOCOL_AVAILABLE = 918;
    public static final int PPP_SESSION_TIMEOUT = 932;

    /// The error with this number, if it is a documented one.
    public static Optional<RasError> of(int code) {
        return Optional.ofNullable(Table.ERRORS.get(code));
    }

    /// Its documented name, or `ERROR_n` for a number outside the tables.
    public static String nameOf(int code) {
        return of(code).map(RasError::name).orElse("ERROR_" + code);
    }

    /// Its sentence.
    public static String messageOf(int code) {
        return of(code).map(RasError::message).orElse("Error " + code + ".");
    }

    /// Its advice; empty for a number outside the tables.
    public static String adviceOf(int code) {
        return of(code).map(RasError::advice).orElse("");
    }

    /// All of them, in order of their numbers.
    public static Collection<RasError> all() {
        return Collections.unmodifiableCollection(Table.ERRORS.values());
    }

    private static final class Table {
        static final SortedMap<Integer, RasError> ERRORS = load();

        private static SortedMap<Integer, RasError> load() {
            SortedMap<Integer, RasError> errors = new TreeMap<>();
            try (InputStream in = RasError.class.getResourceAsStream("errors.tsv")) {
                if (in == null) {
                    throw new IllegalStateException("errors.tsv is missing from this build");
                }
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                lines.readLine();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] cells = line.split("\t", -1);
                    int code = Integer.parseInt(cells[0]);
                    errors.put(code, new RasError(code, cells[1], cells[2], cells[3]));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return errors;
        }
    }
}
