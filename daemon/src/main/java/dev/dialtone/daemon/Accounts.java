package dev.dialtone.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/// The machine's users and groups, as far as rights need them. Files are read anew each time: they are
/// small, and a user added to a group is in it at once.
///
/// @param passwd    `/etc/passwd`
/// @param group     `/etc/group`
/// @param directory finds the uid of a name that the file does not have (LDAP and the like)
record Accounts(Path passwd, Path group, Function<String, OptionalInt> directory) {

    static final Accounts OF_SYSTEM = new Accounts(Path.of("/etc/passwd"), Path.of("/etc/group"), NameService::uidOf);

    /// The uid of a name as the kernel's credentials give it; a uid without a name comes as its digits.
    OptionalInt uidOf(String name) {
        for (String[] cells : rows(passwd)) {
            if (cells.length > 2 && cells[0].equals(name)) {
                return number(cells[2]);
            }
        }
        OptionalInt digits = number(name);
        return digits.isPresent() ? digits : directory.apply(name);
    }

    /// The number of a group as the kernel's credentials name it; a group without a name comes as its digits. By the
    /// file alone: what it is for may do without.
    OptionalInt gidOf(String name) {
        for (String[] cells : rows(group)) {
            if (cells.length > 2 && cells[0].equals(name)) {
                return number(cells[2]);
            }
        }
        return number(name);
    }

    boolean isMember(String user, String groupName) {
        for (String[] cells : rows(group)) {
            if (cells.length > 3 && cells[0].equals(groupName)) {
                return List.of(cells[3].split(",", -1)).contains(user);
            }
        }
        return false;
    }

    private static List<String[]> rows(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static OptionalInt number(String text) {
        return text.matches("[0-9]{1,9}") || text.matches("[1-3][0-9]{9}|4[01][0-9]{8}")
                ? OptionalInt.of(Integer.parseUnsignedInt(text))
                : OptionalInt.empty();
    }
}
