import dev.dialtone.core.Secret;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DemoPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A server for dist/package-test, run with the jars of the installed package: `Answering CA-FILE`. Prints the port it
/// listens on.
public class Answering {
    public static void main(String[] arguments) throws Exception {
        DemoPki pki = DemoPki.create();
        Files.writeString(Path.of(arguments[0]), pki.caPem());
        Answerer answerer = Answerer.start(AnswererConfig.of(pki.server("answerer.dialtone.example"))
                .user("ann", Secret.ofChars("a-password-of-tests".toCharArray()))
                .build());
        System.out.println(answerer.port());
        new CountDownLatch(1).await();
    }
}
