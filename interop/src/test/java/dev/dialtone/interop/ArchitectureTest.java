package dev.dialtone.interop;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The house of `docs/architecture.md`: who may see whom, and what the pure parts must not touch.
class ArchitectureTest {
    private static final String ROOT = "dev.dialtone.";
    private static final int LONGEST = 600;
    private static final int LONGEST_TEST = 900;

    /// What each module may see of the others. An arrow only ever points down.
    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("api", Set.of("core")),
            Map.entry("auth", Set.of("core")),
            Map.entry("ppp", Set.of("core", "auth")),
            Map.entry("carriers", Set.of("core", "auth", "ppp")),
            Map.entry("host", Set.of("core")),
            Map.entry("datapath", Set.of("core", "host")),
            Map.entry("manager", Set.of("core", "api", "auth", "ppp", "carriers", "host", "datapath")),
            Map.entry("client", Set.of("core", "api")),
            Map.entry("daemon", Set.of("core", "api", "carriers", "host", "manager")),
            Map.entry("phonebooks", Set.of("core", "api")),
            Map.entry("cli", Set.of("core", "api", "client", "phonebooks")),
            Map.entry("checker", Set.of()),
            Map.entry("testkit", Set.of("core", "auth", "ppp", "carriers", "host", "datapath")),
            Map.entry(
                    "simulator",
                    Set.of(
                            "core",
                            "api",
                            "auth",
                            "ppp",
                            "carriers",
                            "host",
                            "datapath",
                            "manager",
                            "client",
                            "testkit",
                            "checker")),
            Map.entry("demo", Set.of("core", "api", "carriers", "manager", "testkit")));

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.dialtone");

    private static final DescribedPredicate<JavaClass> THE_WORLD = DescribedPredicate.describe(
            "sockets, channels, FFM, executors, threads, clocks or logs",
            type -> type.getName()
                    .matches("java\\.net\\..*Socket.*|javax\\.net\\..*|java\\.nio\\.channels\\..*"
                            + "|java\\.lang\\.foreign\\..*|java\\.util\\.concurrent\\..*Execut.*"
                            + "|java\\.util\\.concurrent\\.(CompletableFuture|ForkJoin.*|locks\\..*)"
                            + "|java\\.util\\.Timer.*|java\\.lang\\.(Thread|ProcessBuilder|Runtime)(\\$.*)?"
                            + "|java\\.lang\\.System\\$Logger.*|java\\.time\\.(Clock|InstantSource)"));

    private static final DescribedPredicate<JavaClass> PURE = DescribedPredicate.describe(
            "the machines and codecs",
            type -> Set.of("core", "auth", "ppp", "phonebooks").contains(module(type))
                    || type.getName()
                            .matches(
                                    "dev\\.dialtone\\.carriers\\."
                                            + "(Sstp(Action|Client|Codec|Event|Failures|Framer|Http|Packet|Server|Settings|Status)"
                                            + "|Proxy(Access|Address|Answer|Challenge|Choice|Dialogue|Digest|Exemptions|Failures|Scheme|Use)"
                                            + "|CryptoBinding|EchoBudget|TunnelFailures|HostNames"
                                            + "|Dhcp\\w+|DnsQuestion|DomainNames|Inner\\w+|LearnedNetwork|Learning(Action|Event|Request)"
                                            + "|Lifetimes|Name(Inquiry|Servers?)|NetworkLearning|Overheard|Router\\w+)(\\$.*)?"));

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }

    @Test
    void everyModule_isHere() {
        Set<String> seen = new TreeSet<>();
        PRODUCT.forEach(type -> seen.add(module(type)));
        assertThat(seen).containsExactlyElementsOf(new TreeSet<>(MAY_SEE.keySet()));
    }

    @Test
    void arrows_onlyPointDown() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : PRODUCT) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = module(type);
                String to = module(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from) && !MAY_SEE.get(from).contains(to)) {
                    wrong.add(from + " sees " + to + ": " + dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// The checker judges the manager: it must share no code with it, nor a library that both might trust wrongly.
    @Test
    void checker_sharesNothing() {
        assertThat(PRODUCT.stream().filter(type -> module(type).equals("checker")))
                .hasSizeGreaterThan(20);
        noClasses()
                .that()
                .resideInAPackage("dev.dialtone.checker..")
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(
                        "dev.dialtone.checker..",
                        "java.lang..",
                        "java.util..",
                        "java.io..",
                        "java.nio.file..",
                        "org.jspecify.."))
                .check(PRODUCT);
    }

    @Test
    void machinesAndCodecs_touchNothingOutside() {
        assertThat(PRODUCT.stream().filter(PURE)).hasSizeGreaterThan(60);
        noClasses().that(PURE).should().dependOnClassesThat(THE_WORLD).check(PRODUCT);
        noClasses().that(PURE).should().callMethod(System.class, "nanoTime").check(PRODUCT);
        noClasses()
                .that(PURE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(PRODUCT);
        noClasses()
                .that(PURE)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .check(PRODUCT);
    }

    @Test
    void simulator_takesTimeAndChanceFromTheSeedOnly() {
        DescribedPredicate<JavaClass> simulated = DescribedPredicate.describe(
                "the simulator, but for who runs many of them",
                type -> module(type).equals("simulator")
                        && !type.getSimpleName().matches("Simulate|SimulateProgram|Mutants")
                        && !type.getName().matches(".*\\.(Simulate|SimulateProgram|Mutants)\\$.*"));
        DescribedPredicate<JavaClass> outside = DescribedPredicate.describe(
                "threads, timers, clocks or chance of their own",
                type -> type.getName()
                        .matches("java\\.lang\\.Thread(\\$.*)?|java\\.util\\.Timer.*|java\\.util\\.Random"
                                + "|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom"
                                + "|java\\.util\\.concurrent\\.Executors|java\\.time\\.(Clock|InstantSource)"));
        noClasses().that(simulated).should().dependOnClassesThat(outside).check(PRODUCT);
        for (String clock : List.of("nanoTime", "currentTimeMillis")) {
            noClasses().that(simulated).should().callMethod(System.class, clock).check(PRODUCT);
        }
    }

    @Test
    void libraries_areKnownInOnePlaceEach() {
        onlyIn("org.eclipse.jetty..", "daemon");
        onlyIn("info.picocli..", "cli");
        onlyIn("picocli..", "cli");
        onlyIn("org.tomlj..", "manager");
        onlyIn("org.freedesktop..", "host");
        onlyIn("io.avaje..", "api");
        onlyIn("java.lang.foreign..", "host", "daemon", "cli");
    }

    private static void onlyIn(String library, String... modules) {
        DescribedPredicate<JavaClass> elsewhere = DescribedPredicate.describe(
                "outside of " + List.of(modules), type -> !List.of(modules).contains(module(type)));
        noClasses()
                .that(elsewhere)
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(PRODUCT);
    }

    @Test
    void everyPackage_saysWhatMayBeNull() throws ClassNotFoundException {
        Set<String> packages = new TreeSet<>();
        PRODUCT.forEach(type -> packages.add(type.getPackageName()));
        for (String name : packages) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        }
    }

    @Test
    void files_areShort() throws IOException {
        Map<String, Long> tooLong = new TreeMap<>();
        int seen = 0;
        for (Path file : sources()) {
            seen++;
            boolean test = file.toString().contains("/src/test/");
            long lines;
            try (Stream<String> text = Files.lines(file)) {
                lines = text.count();
            }
            if (lines > (test ? LONGEST_TEST : LONGEST)) {
                tooLong.put(file.toString(), lines);
            }
        }
        assertThat(seen).isGreaterThan(200);
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module :
                    modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                Path source = module.resolve("src");
                if (Files.exists(source)) {
                    try (Stream<Path> files = Files.walk(source)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sources;
    }

    @Test
    void runtimeJars_areThoseThatAreListed() throws IOException {
        List<String> jars = new ArrayList<>();
        jars.add("# What the programs run with, beside Dialtone itself and the JDK. Checked by ArchitectureTest.");
        jars.add("[cli]");
        jars.addAll(RuntimeJars.of("dev.dialtone.cli"));
        jars.add("[daemon]");
        jars.addAll(RuntimeJars.of("dev.dialtone.daemon"));
        assertThat(jars).isEqualTo(Files.readAllLines(Path.of("src", "test", "resources", "runtime-jars.txt")));
    }
}
