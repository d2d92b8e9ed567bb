package dev.dialtone.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/// The version this command line was built as; the manager has its own.
final class Version implements IVersionProvider {
    Version(Shell shell) {}

    @Override
    public String[] getVersion() {
        ModuleDescriptor module = Main.class.getModule().getDescriptor();
        String version = module == null ? "(not packaged)" : module.rawVersion().orElse("(unversioned)");
        return new String[] {"dialtone " + version};
    }
}
