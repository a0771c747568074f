package io.leaderelection.it.neighbours;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/** All that the code of some classes calls, reads or makes in classes of others: {@code Type} or {@code Type.member}. */
final class References extends ClassVisitor {

    /** By internal names, sorted. A reference without member ends in a dot. */
    private final Set<String> all = new TreeSet<>();

    private References() {
        super(Opcodes.ASM9);
    }

    /** Those in the classes of a jar or folder. */
    static References in(Path classes) throws IOException {
        References references = new References();
        if (Files.isDirectory(classes)) {
            references.readAll(classes);
            return references;
        }
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
            references.readAll(jar.getPath("/"));
        }
        return references;
    }

    /** How many there are. */
    int count() {
        return all.size();
    }

    /** Those that the library has not. */
    Set<String> missingIn(ForeignClass.Library library) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeIf(reference -> {
            int dot = reference.indexOf('.');
            String type = reference.substring(0, dot);
            String member = reference.substring(dot + 1);
            return member.isEmpty() ? library.has(type) : library.has(type, member);
        });
        return missing;
    }

    private void readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                new ClassReader(Files.readAllBytes(file)).accept(this, ClassReader.SKIP_DEBUG);
            }
        }
    }

    private void add(String type, String member) {
        boolean ours = type.startsWith("io/leaderelection/") || type.startsWith("[");
        if (!ours && !type.startsWith("java/") && !type.startsWith("javax/")) {
            all.add(type + "." + member);
        }
    }

    @Override
    public void visit(
            int version, int access, String name, @Nullable String signature, @Nullable String parent, String[] types) {
        if (parent != null) {
            add(parent, "");
        }
        for (String type : types) {
            add(type, "");
        }
    }

    /** A condition whose type is missing would be no condition. */
    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        add(Type.getType(descriptor).getInternalName(), "");
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new Code();
    }

    private final class Code extends MethodVisitor {

        Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return References.this.visitAnnotation(descriptor, visible);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            add(owner, name + descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            add(owner, name + descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            add(type, "");
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            if (type != null) {
                add(type, "");
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type && type.getSort() == Type.OBJECT) {
                add(type.getInternalName(), "");
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle maker, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    add(handle.getOwner(), handle.getName() + handle.getDesc());
                }
            }
        }
    }
}
