package dev.dialtone.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One fuzz target: a method with [FuzzTest] in a class `…Fuzz`, and the inputs that are kept for it.
record Target(Class<?> type, Method method) {
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final Path KEPT = Path.of("src", "test", "resources");

    /// All there are, by name.
    static List<Target> all() {
        List<Target> targets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Fuzz.class")).toList()) {
                String name = CLASSES.relativize(file).toString().replace('/', '.');
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                        .forEach(method -> targets.add(new Target(type, method)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        targets.sort(Comparator.comparing(Target::name));
        return targets;
    }

    /// `AuthFuzz.chap`.
    String name() {
        return type.getSimpleName() + "." + method.getName();
    }

    /// Where Jazzer looks for them too.
    Path directory() {
        return KEPT.resolve(type.getPackageName().replace('.', '/'))
                .resolve(type.getSimpleName() + "Inputs")
                .resolve(method.getName());
    }

    List<Path> kept() {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Run {
        void on(byte[] input) throws Throwable;
    }

    Run run() throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        method.setAccessible(true);
        return input -> {
            try {
                method.invoke(instance, (Object) input);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
    }
}
