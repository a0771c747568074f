package io.leaderelection.lock.kubernetes.client;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.Map;

/** Service accounts of tests. */
public final class TestAccount {

    private TestAccount() {}

    /** The one whose files are in that directory. */
    public static ServiceAccount in(Path directory) {
        return new ServiceAccount(
                directory, text -> new Gson().fromJson(text, new TypeToken<Map<String, Object>>() {}));
    }
}
