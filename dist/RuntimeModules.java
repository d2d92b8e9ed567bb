import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The modules of the JDK that a folder of jars needs, joined by commas: `java RuntimeModules.java FOLDER`. What a jar
/// only mentions (`requires static`) is not among them, which is why this is not jdeps.
public class RuntimeModules {
    /// Jars without a descriptor, looked at by hand: these use java.base alone.
    private static final Set<String> PLAIN = Set.of("org.tomlj");

    /// Wanted whatever the jars say: certificates and keys in PKCS#11 tokens are found by name at run time, webhooks call
    /// by HTTP.
    private static final Set<String> ALWAYS = Set.of("jdk.crypto.cryptoki", "java.net.http");

    public static void main(String[] arguments) {
        ModuleFinder jdk = ModuleFinder.ofSystem();
        Set<String> needed = new TreeSet<>(ALWAYS);
        for (ModuleReference jar : ModuleFinder.of(Path.of(arguments[0])).findAll()) {
            ModuleDescriptor module = jar.descriptor();
            if (module.isAutomatic() && !PLAIN.contains(module.name())) {
                throw new IllegalStateException(module.name() + " does not say which modules it needs");
            }
            module.requires().stream()
                    .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                    .map(ModuleDescriptor.Requires::name)
                    .filter(name -> jdk.find(name).isPresent())
                    .forEach(needed::add);
        }
        System.out.println(String.join(",", needed));
    }
}
