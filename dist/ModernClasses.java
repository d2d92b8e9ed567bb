import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Writes a jar again with its classes in a class-file format that has stack maps: `java ModernClasses.java IN OUT`.
///
/// picocli is compiled for Java 5. The JVM checks such classes with its old, slow verifier and keeps none of them in
/// an ahead-of-time cache, which costs every `dialtone` command 40 ms. Code and names stay as they are.
public class ModernClasses {
    private static final int JAVA_7 = 51;
    private static final int JAVA_8 = 52;
    private static final LocalDateTime BEGIN_OF_ZIP = LocalDateTime.of(1980, 1, 1, 0, 0);

    public static void main(String[] arguments) throws IOException {
        Map<String, byte[]> entries = read(Path.of(arguments[0]));
        ClassHierarchyResolver own = ClassHierarchyResolver.ofResourceParsing(type -> {
            String name = type.descriptorString();
            byte[] bytes = entries.get(name.substring(1, name.length() - 1) + ".class");
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
        ClassFile format = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
        ClassTransform again = ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                .andThen(ClassTransform.endHandler(type -> type.withVersion(JAVA_8, 0)));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                byte[] bytes = entry.getValue();
                ZipEntry written = new ZipEntry(entry.getKey());
                // the same jar gives the same bytes
                written.setTimeLocal(BEGIN_OF_ZIP);
                out.putNextEntry(written);
                out.write(isOld(entry.getKey(), bytes) ? format.transformClass(format.parse(bytes), again) : bytes);
                out.closeEntry();
            }
        }
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream file = Files.newInputStream(jar);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static boolean isOld(String name, byte[] bytes) {
        return name.endsWith(".class") && bytes.length > 8 && (bytes[6] << 8 | bytes[7] & 0xff) < JAVA_7;
    }
}
