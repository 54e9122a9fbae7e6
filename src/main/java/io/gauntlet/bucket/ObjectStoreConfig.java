package io.gauntlet.bucket;

import io.gauntlet.kernel.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a Thanos object-store file.
 *
 * @param type     provider in upper case, such as {@code S3}, {@code FILESYSTEM}
 * @param settings keys of the {@code config} mapping and their values: text, number, boolean or nested mapping
 * @param secrets  keys of the {@code config} mapping whose values are secret
 * @param prefix   path inside the bucket, without slashes at its ends; may be empty
 */
public record ObjectStoreConfig(String type, Map<String, Object> settings, Map<String, Secret> secrets, String prefix) {

    public ObjectStoreConfig {
        settings = new TreeMap<>(settings);
        secrets = new TreeMap<>(secrets);
    }
}
