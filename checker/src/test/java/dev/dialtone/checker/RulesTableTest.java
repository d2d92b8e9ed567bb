package dev.dialtone.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `dist/rules.awk`, by which `./verify` says which tests prove which rule.
class RulesTableTest {
    private static final String EMBEDDED = "dev.dialtone.interop.EmbeddedContractTest";
    private static final String REMOTE = "dev.dialtone.interop.RemoteContractTest";

    @TempDir
    Path folder;

    private final List<Path> reports = new ArrayList<>();
    private Path contract = Path.of("none");
    private String told = "";

    @BeforeEach
    void contractOfThreeRules() throws IOException {
        contract = Files.writeString(
                folder.resolve("contract.md"),
                "| word | meaning |\n| N1 | one (C9) |\n\n| rule |\n|---|\n| C1a | two |\n| E2 | three |\n");
    }

    private void report(String name, String... testcases) throws IOException {
        reports.add(Files.writeString(
                folder.resolve("TEST-" + name + ".xml"),
                "<?xml version=\"1.0\"?>\n<testsuite name=\"" + name + "\" tests=\"9\">\n"
                        + String.join("\n", testcases) + "\n</testsuite>\n"));
    }

    private static String passed(String name, String test) {
        return "  <testcase name=\"" + test + "\" classname=\"" + name + "\" time=\"0.1\"/>";
    }

    private static String unlike(String name, String test, String outcome) {
        return "  <testcase name=\"" + test + "\" classname=\"" + name + "\" time=\"0.1\">\n    <" + outcome
                + " message=\"m\"><![CDATA[x]]></" + outcome + ">\n  </testcase>";
    }

    private int judge() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("awk", "-v", "table=" + folder.resolve("rules.txt"), "-f", "../dist/rules.awk", contract + ""));
        reports.forEach(report -> command.add(report.toString()));
        Process awk = new ProcessBuilder(command).redirectErrorStream(true).start();
        told = new String(awk.getInputStream().readAllBytes());
        return awk.waitFor();
    }

    private List<String> table() throws IOException {
        return Files.readAllLines(folder.resolve("rules.txt"));
    }

    @Test
    void everyRuleProvenForBoth_passes() throws Exception {
        report("e", passed(EMBEDDED, "dial_returns_N1"), passed(EMBEDDED, "redial_C1a_E2"));
        report("r", passed(REMOTE, "dial_returns_N1"), passed(REMOTE, "redial_C1a_E2"));
        report(
                "b",
                passed("dev.dialtone.manager.ActiveConnectionTest", "dialling_fails_E2(int)[1]"),
                passed("dev.dialtone.manager.ActiveConnectionTest", "dialling_fails_E2(int)[2]"));
        assertThat(judge()).as(told).isZero();
        assertThat(told).contains("N1 1/1+0 C1a 1/1+0 E2 1/1+1", "every rule is proven for both");
        assertThat(table())
                .containsExactly(
                        "rule | embedded | remote | below both",
                        "N1 | dial_returns_N1 | dial_returns_N1 | ",
                        "C1a | redial_C1a_E2 | redial_C1a_E2 | ",
                        "E2 | redial_C1a_E2 | redial_C1a_E2 | ActiveConnectionTest.dialling_fails_E2");
    }

    @Test
    void ruleWithoutATest_isNamed() throws Exception {
        report("e", passed(EMBEDDED, "a_N1"), passed(EMBEDDED, "b_C1a"));
        report("r", passed(REMOTE, "a_N1"), passed(REMOTE, "c_E2"), passed("x.OtherTest", "b_C1a"));
        assertThat(judge()).as(told).isEqualTo(1);
        assertThat(told)
                .contains("NOT PROVEN on the embedded manager: E2", "NOT PROVEN through the daemon: C1a")
                .doesNotContain("on either");
    }

    @Test
    void testThatDidNotPass_provesNothing() throws Exception {
        report(
                "e",
                unlike(EMBEDDED, "a_N1", "failure"),
                unlike(EMBEDDED, "b_C1a", "skipped"),
                unlike(EMBEDDED, "c_E2", "error"));
        assertThat(judge()).isEqualTo(1);
        assertThat(told).contains("NOT PROVEN on either: N1 C1a E2");
    }

    @Test
    void testThatPassedAndPrinted_counts() throws Exception {
        report(
                "e",
                "  <testcase name=\"a_N1\" classname=\"" + EMBEDDED + "\" time=\"1\">",
                "    <system-out><![CDATA[one <failure",
                passed(EMBEDDED, "printed_E2"),
                "    ]]></system-out>",
                "  </testcase>");
        assertThat(judge()).isEqualTo(1);
        assertThat(told).contains("NOT PROVEN on either: C1a E2", "NOT PROVEN through the daemon: N1");
    }

    @Test
    void ruleThatTheContractLacks_isNamed() throws Exception {
        everyRuleProvenForBoth_passes();
        report("s", passed("x.OtherTest", "a_N99"));
        assertThat(judge()).isEqualTo(1);
        assertThat(told).contains("NO RULE of the contract: N99, named by OtherTest.a_N99");
    }

    @Test
    void contractWithoutRules_provesNothing() throws Exception {
        Files.writeString(contract, "nothing\n");
        report("e", passed(EMBEDDED, "a"));
        assertThat(judge()).isEqualTo(2);
    }

    @Test
    void contractOfThisProject_hasAllItsRules() throws Exception {
        contract = Path.of("..", "docs", "contract.md");
        report("e", passed(EMBEDDED, "a_N1"));
        assertThat(judge()).isEqualTo(1);
        List<String> rules = new ArrayList<>();
        numbered(rules, "N", 1, 12);
        rules.addAll(List.of("C1", "C1a"));
        numbered(rules, "C", 2, 10);
        numbered(rules, "P", 1, 5);
        numbered(rules, "H", 1, 7);
        numbered(rules, "S", 1, 4);
        rules.add("V1");
        numbered(rules, "E", 1, 4);
        assertThat(table().stream().skip(1).map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactlyElementsOf(rules);
    }

    private static void numbered(List<String> rules, String letter, int first, int last) {
        for (int i = first; i <= last; i++) {
            rules.add(letter + i);
        }
    }
}
