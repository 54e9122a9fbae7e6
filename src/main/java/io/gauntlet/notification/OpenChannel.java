package io.gauntlet.notification;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A channel with its secrets, for the moment of a delivery. */
record OpenChannel(
        UUID id,
        ResourceName name,
        NotificationChannel.Kind kind,
        Target target,
        Optional<Secret> signingSecret,
        Set<Topic> topics,
        LabelSelector selector,
        int version) {}
