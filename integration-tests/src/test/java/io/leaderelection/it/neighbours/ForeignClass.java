package io.leaderelection.it.neighbours;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/** What one class declares, read from its bytes: loading it might need classes that are not there. */
final class ForeignClass extends ClassVisitor {

    private final Set<String> members = new HashSet<>();
    private final List<String> parents = new ArrayList<>();

    private ForeignClass() {
        super(Opcodes.ASM9);
    }

    @Override
    public void visit(
            int version, int access, String name, @Nullable String signature, @Nullable String parent, String[] types) {
        if (parent != null) {
            parents.add(parent);
        }
        parents.addAll(List.of(types));
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        members.add(name + descriptor);
        return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        members.add(name + descriptor);
        return null;
    }

    /** The classes of a class path, as far as they have been asked for. */
    static final class Library {

        private final ClassLoader loader;
        private final Map<String, @Nullable ForeignClass> known = new HashMap<>();

        Library(ClassLoader loader) {
            this.loader = loader;
        }

        /** Whether there is such a class, by its internal name. */
        boolean has(String type) {
            return find(type) != null;
        }

        /** Whether the class has or inherits such a member, by its name and descriptor. */
        boolean has(String type, String member) {
            ForeignClass found = find(type);
            return found != null
                    && (found.members.contains(member)
                            || found.parents.stream().anyMatch(parent -> has(parent, member)));
        }

        private @Nullable ForeignClass find(String type) {
            if (!known.containsKey(type)) {
                known.put(type, read(type));
            }
            return known.get(type);
        }

        private @Nullable ForeignClass read(String type) {
            try (InputStream bytes = loader.getResourceAsStream(type + ".class")) {
                if (bytes == null) {
                    return null;
                }
                ForeignClass read = new ForeignClass();
                new ClassReader(bytes)
                        .accept(read, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                return read;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
