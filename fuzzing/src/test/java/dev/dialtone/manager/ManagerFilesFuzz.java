package dev.dialtone.manager;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Pkcs8;
import dev.dialtone.core.Secret;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import dev.dialtone.fuzz.Quiet;
import dev.dialtone.fuzz.Scratch;
import dev.dialtone.host.HostChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Every file that the manager reads, whatever is in it.
class ManagerFilesFuzz {
    private static final Path PLACE = Scratch.directory("files");
    private static final Instant NOW = Instant.parse("2026-11-22T08:03:38.123456Z");
    private static final HostChange CHANGE = new HostChange.Device("dt7");

    static {
        Quiet.logs();
    }

    /// An entry's file is an entry or error 625 with its place; an entry is read as it was written.
    @FuzzTest
    void entryToml(byte[] data) {
        Entry entry;
        try {
            entry = EntryToml.read("fuzz", "place", EntryToml.text("place", data));
        } catch (RasException e) {
            Check.same(e.error(), RasError.CORRUPT_PHONEBOOK, "a file that is no entry is error 625");
            Check.that(String.valueOf(e.getMessage()).contains("place"), "the error names the file");
            return;
        }
        Check.same(
                EntryToml.read("fuzz", "place", EntryToml.write(entry)), entry, "an entry is read as it was written");
    }

    /// A hook's file is a hook that names what it calls, or error 87 with its place.
    @FuzzTest
    void hookToml(byte[] data) {
        Hook hook;
        try {
            hook = HookToml.read("fuzz", "place", new String(data, StandardCharsets.UTF_8));
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "a file that is no hook is error 87");
            Check.that(String.valueOf(e.getMessage()).startsWith("place"), "the error names the file");
            return;
        }
        Check.that(!hook.events().isEmpty(), "a hook is for one event at least");
        switch (hook.target()) {
            case Hook.Target.Program(Path file) -> Check.that(file.isAbsolute(), "a program is an absolute path");
            case Hook.Target.Web web ->
                Check.that(web.url().getHost() != null && !hook.toString().contains("/"), "an address is not shown");
        }
    }

    /// What is read the short way is what the library reads.
    @FuzzTest
    void plainToml(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        PlainToml.read(text)
                .ifPresent(values -> Check.same(
                        EntryToml.readAny("fuzz", "place", text),
                        new Entry("fuzz", values),
                        "a plain text is read as the library reads it"));
    }

    /// A changed value is in the changed text, and nothing of the text but values is lost.
    @FuzzTest
    void entryChanged(byte[] data) {
        Input input = new Input(data);
        EntryOption option = input.pick(EntryOption.values());
        String value = input.text(input.u8());
        String text = input.restAsText();
        Entry changed;
        try {
            changed = EntryToml.read("fuzz", "place", text).with(option, value);
        } catch (RasException e) {
            return;
        }
        EntryToml.changed(text, changed).ifPresent(after -> {
            Check.same(EntryToml.read("fuzz", "place", after), changed, "the changed text says the changed entry");
            long before = text.lines().filter(line -> line.startsWith("#")).count();
            Check.that(
                    after.lines().filter(line -> line.startsWith("#")).count() >= before
                            || text.contains("[")
                            || text.contains("\"\"\"")
                            || text.contains("'''"),
                    "comments stay");
        });
    }

    /// Whatever an option takes can be written and read.
    @FuzzTest
    void entryValue(byte[] data) {
        Input input = new Input(data);
        Entry entry;
        try {
            entry = Entry.of("fuzz").with(input.pick(EntryOption.values()), input.restAsText());
        } catch (RasException e) {
            return;
        }
        byte[] file = EntryToml.write(entry).getBytes(StandardCharsets.UTF_8);
        Entry read = EntryToml.read("fuzz", "place", new String(file, StandardCharsets.UTF_8));
        Check.same(read, entry, "an entry is read as it was written");
    }

    /// A name that is allowed comes back from its file's name, and no name leaves the directory.
    @FuzzTest
    void fileName(byte[] data) {
        String text = new Input(data).restAsText();
        try {
            Entry.checkName(text);
            String encoded = SafeFiles.encode(text);
            Check.that(encoded.indexOf('/') < 0 && !encoded.startsWith("."), "no name leaves the directory");
            Check.same(SafeFiles.decode(encoded), text, "a name comes back from its file's name");
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_NAME, "a name that is not allowed is error 123");
        }
        try {
            SafeFiles.decode(text);
        } catch (IllegalArgumentException e) {
            Check.that(e.getMessage() != null, "a refusal says why");
        }
    }

    @FuzzTest
    void certificates(byte[] data) {
        try {
            Trust.certificates(new String(data, StandardCharsets.UTF_8));
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_PARAMETER, "certificates that cannot be read are error 87");
        }
    }

    /// The journal opens whatever is in it, and what is announced after that is not lost.
    @FuzzTest
    void journal(byte[] data) throws IOException {
        Path file = PLACE.resolve("journal");
        Files.write(file, data);
        long id;
        List<Map.Entry<Long, HostChange>> before;
        try (Journal journal = Journal.open(DiskLines.open(file))) {
            before = journal.pending();
            Check.that(before.size() <= data.length / 20, "no more changes than there is room for");
            id = journal.announce(CHANGE);
            Check.that(before.stream().noneMatch(e -> e.getKey() == id), "a new change takes no old one's number");
        }
        try (Journal journal = Journal.open(DiskLines.open(file))) {
            Check.that(journal.pending().contains(Map.entry(id, CHANGE)), "an announced change is found again");
            Check.that(journal.pending().containsAll(before), "what was pending stays pending");
            for (Map.Entry<Long, HostChange> entry : journal.pending()) {
                journal.undone(entry.getKey());
            }
            Check.same(Files.size(file), 0L, "an empty journal is an empty file");
        }
    }

    /// The history loads whatever is in it; what is written after that is found again, also after pruning.
    @FuzzTest
    void history(byte[] data) throws IOException {
        Path file = PLACE.resolve("history");
        Files.write(file, data);
        int before;
        try (History history = new History(DiskLines.open(file))) {
            before = history.load().size();
            Check.that(before <= data.length / 20, "no more connections than there is room for");
            history.begun(new ConnectionRecord.Identity("c-new", "office", "sstp", 7, NOW));
            history.notified(new Notification(
                    1, NOW, "c-new", "office", 1, 1, ConnectionState.OPEN_PORT, 0, 0, null, false, false, 0, 0, null));
        }
        try (History history = new History(DiskLines.open(file))) {
            List<History.Past> past = history.load();
            Check.that(past.size() <= before + 1 && past.size() >= before, "what was there stays there");
            Check.that(has(past), "what was written is found again");
            Check.that(has(history.prune(past, NOW)), "what is new is kept");
            Check.that(has(history.load()), "and found again");
        }
    }

    private static boolean has(List<History.Past> past) {
        return past.stream().anyMatch(p -> p.id().equals("c-new") && !p.log().isEmpty());
    }

    /// A stored sign-in is read, or error 625 without a word of its content; and can be replaced whatever is there.
    @FuzzTest
    void credentials(byte[] data) throws IOException {
        Path directory = PLACE.resolve("credentials");
        Files.createDirectories(directory);
        Files.write(directory.resolve("fuzz"), data);
        FileCredentialStore store = new FileCredentialStore(directory);
        try {
            store.info("fuzz");
            store.password("fuzz").ifPresent(Secret::close);
            store.proxyPassword("fuzz").ifPresent(Secret::close);
        } catch (RasException e) {
            Check.same(e.error(), RasError.CORRUPT_PHONEBOOK, "a file that is no sign-in is error 625");
            Check.that(!String.valueOf(e.getMessage()).contains("hunter2"), "no secret in an error");
        }
        store.set("fuzz", "user", "domain", Secret.ofUtf8(new byte[] {'p', '\n', 'w'}));
        Check.same(store.info("fuzz").user(), "user", "a sign-in is read as it was written");
        try (Secret password = store.password("fuzz").orElseThrow()) {
            Check.same(password.useUtf8(byte[]::clone), new byte[] {'p', '\n', 'w'}, "and its password");
        }
        store.setProxyPassword("fuzz", Secret.ofUtf8(new byte[] {'x', '\n'}));
        try (Secret password = store.proxyPassword("fuzz").orElseThrow()) {
            Check.same(password.useUtf8(byte[]::clone), new byte[] {'x', '\n'}, "and the proxy's");
        }
    }

    /// What a keystore, a keyring or a file holds of a sign-in reads as it was written, or is none.
    @FuzzTest
    void signIn(byte[] data) {
        byte[] before = data.clone();
        StoredSignIn.decode(data).ifPresent(signIn -> {
            try (signIn;
                    StoredSignIn again = StoredSignIn.decode(signIn.encode()).orElseThrow()) {
                Check.that(again.isSameSignIn(signIn), "a sign-in is read as it was written");
                Check.that(
                        StoredSignIn.isSame(again.proxyPassword(), signIn.proxyPassword()), "and the proxy's password");
            }
        });
        Check.same(data, before, "the bytes stay their owner's");
    }

    /// A client's key is a key or none, with nothing thrown but that; whoever gave it keeps it as it was.
    @FuzzTest
    void clientKey(byte[] data) {
        byte[] before = data.clone();
        Pkcs8.encryptedKey(data).ifPresent(der -> Check.that(der.length < data.length, "less than its PEM"));
        try (Secret key = Secret.ofUtf8(data.clone())) {
            PrivateKey read = ClientKeys.of(key);
            Check.that(!read.getAlgorithm().isEmpty(), "a key has an algorithm");
        } catch (ClientIdentity.Unusable e) {
            Check.same(e.failure().error(), RasError.NO_CERTIFICATE, "what is no key is error 766");
            Check.that(!e.failure().reason().contains("hunter2"), "no secret in an error");
        }
        Check.same(data, before, "the bytes stay their owner's");
    }

    /// A token's place is one whose library is an absolute path of plain characters, or refused with a reason.
    @FuzzTest
    void token(byte[] data) {
        try {
            Pkcs11Uri where = Pkcs11Uri.of(new Input(data).restAsText());
            Check.that(where.module().matches("/[A-Za-z0-9._+/-]+"), "nothing else gets into a configuration");
            Check.that(where.slot().matches("[0-9]*"), "a slot is a number");
        } catch (IllegalArgumentException e) {
            Check.that(e.getMessage() != null, "a refusal says why");
        }
    }

    /// What systemd gives is a sign-in, or an error that names the file without a word of it.
    @FuzzTest
    void givenCredential(byte[] data) throws IOException {
        Path given = PLACE.resolve("given");
        Files.createDirectories(given);
        for (String what : List.of("password", "user", "domain", "proxy-password")) {
            Files.write(given.resolve("dialtone.fuzz." + what), data);
        }
        CredentialStore store = new GivenCredentials(given, new FileCredentialStore(PLACE.resolve("others")));
        try (StoredSignIn read = store.read("fuzz")) {
            Check.that(read.user().chars().noneMatch(Character::isISOControl), "a user is a name");
            Check.that(
                    StoredSignIn.isSame(read.password(), read.proxyPassword()), "the same bytes are the same password");
        } catch (RasException e) {
            Check.same(e.error(), RasError.CORRUPT_PHONEBOOK, "what is no name or too long is error 625");
            Check.that(String.valueOf(e.getMessage()).contains("dialtone.fuzz."), "the error names the credential");
            Check.that(!String.valueOf(e.getMessage()).contains("hunter2"), "no secret in an error");
        }
    }
}
