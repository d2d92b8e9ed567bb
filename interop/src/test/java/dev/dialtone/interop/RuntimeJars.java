package dev.dialtone.interop;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which jars of others a module runs with: what it requires, and what provides the services that those use.
final class RuntimeJars {
    private static final String OURS = "dev.dialtone.";

    private RuntimeJars() {}

    /// File names without their versions.
    static Set<String> of(String root) {
        Map<String, ModuleReference> there = new TreeMap<>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(element).exists() && !element.endsWith("test-classes")) {
                ModuleFinder.of(Path.of(element))
                        .findAll()
                        .forEach(module -> there.putIfAbsent(module.descriptor().name(), module));
            }
        }
        Set<String> needed = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(Set.of(root));
        while (!left.isEmpty()) {
            String name = left.remove();
            ModuleReference module = there.get(name);
            if (module == null || !needed.add(name)) {
                continue;
            }
            ModuleDescriptor descriptor = module.descriptor();
            descriptor.requires().stream()
                    .filter(required -> !required.modifiers().contains(Modifier.STATIC))
                    .forEach(required -> left.add(required.name()));
            for (String service : descriptor.uses()) {
                providers(there, service).forEach(left::add);
            }
        }
        Set<String> jars = new TreeSet<>();
        for (String name : needed) {
            if (!name.startsWith(OURS)) {
                String path = there.get(name).location().orElseThrow().getPath();
                jars.add(Path.of(path).getFileName().toString().replaceAll("-[0-9][0-9.]*(-[A-Za-z0-9]+)?\\.jar$", ""));
            }
        }
        return jars;
    }

    // a provider of our own is a program beside this one
    private static Stream<String> providers(Map<String, ModuleReference> there, String service) {
        return there.values().stream()
                .map(ModuleReference::descriptor)
                .filter(descriptor -> !descriptor.name().startsWith(OURS))
                .filter(descriptor ->
                        descriptor.provides().stream().anyMatch(p -> p.service().equals(service)))
                .map(ModuleDescriptor::name);
    }
}
