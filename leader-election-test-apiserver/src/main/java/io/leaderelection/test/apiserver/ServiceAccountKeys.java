package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** The key pair with which an API server signs and checks service-account tokens. */
final class ServiceAccountKeys {

    static final String PRIVATE = "service-account.key";
    static final String PUBLIC = "service-account.pub";

    private ServiceAccountKeys() {}

    static void write(Path folder) throws IOException {
        KeyPair pair = generate();
        Files.writeString(
                folder.resolve(PRIVATE), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                folder.resolve(PUBLIC), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
