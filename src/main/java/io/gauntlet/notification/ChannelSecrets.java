package io.gauntlet.notification;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import java.util.Optional;
import java.util.UUID;

/** Seals and opens what is secret of channels. */
class ChannelSecrets {

    private static final String TABLE = "notification_channel";

    private final Vault vault;

    ChannelSecrets(Vault vault) {
        this.vault = vault;
    }

    byte[] sealUrl(UUID channel, Secret url) {
        return vault.seal(url, url(channel));
    }

    byte[] sealSigningSecret(UUID channel, Secret secret) {
        return vault.seal(secret, signingSecret(channel));
    }

    /** The channel as a delivery needs it. */
    OpenChannel open(ChannelStore.Row row) {
        var settings = row.settings();
        var signing = settings.signingSecret();
        return new OpenChannel(
                row.id(),
                row.name(),
                row.kind(),
                Target.parse(vault.open(settings.url(), url(row.id()))),
                signing == null ? Optional.empty() : Optional.of(vault.open(signing, signingSecret(row.id()))),
                settings.topics(),
                LabelSelector.parse(settings.selector()),
                row.version());
    }

    private static Vault.Place url(UUID channel) {
        return new Vault.Place(TABLE, "url", channel);
    }

    private static Vault.Place signingSecret(UUID channel) {
        return new Vault.Place(TABLE, "signing_secret", channel);
    }
}
