package io.gauntlet.access.web;

import io.gauntlet.access.Caller;
import io.gauntlet.access.Role;
import io.gauntlet.access.Tokens;
import io.gauntlet.access.Users;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Fills the settings pages. */
@Component
class SettingsView {

    static final String ACCOUNT = "access/account";
    static final String USERS = "access/users";
    private static final int ROWS = 200;

    private final Users users;
    private final Tokens tokens;
    private final MessageSourceAccessor messages;

    SettingsView(Users users, Tokens tokens, MessageSource messages) {
        this.users = users;
        this.tokens = tokens;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** The caller's own account and tokens. */
    String account(Model model) {
        var caller = caller();
        model.addAttribute("tokens", tokens.listOwn(caller, null, ROWS));
        model.addAttribute(
                "roles",
                Arrays.stream(Role.values())
                        .filter(caller.role()::covers)
                        .map(Role::text)
                        .toList());
        addIfMissing(model, "token", new TokenForm("", Role.VIEWER.text(), "read", 90));
        return ACCOUNT;
    }

    /** All users. */
    String users(Model model) {
        model.addAttribute("users", users.list(null, ROWS));
        model.addAttribute("roles", Arrays.stream(Role.values()).map(Role::text).toList());
        addIfMissing(model, "user", new UserForm("", "", Role.VIEWER.text()));
        return USERS;
    }

    String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments);
    }

    static Caller caller() {
        return Caller.current().orElseThrow(() -> new AccessDeniedException("no caller"));
    }

    static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static void addIfMissing(Model model, String name, Object form) {
        if (!model.containsAttribute(name)) {
            model.addAttribute(name, form);
        }
    }
}
