package io.gauntlet.access.web;

import io.gauntlet.access.ChangeUser;
import io.gauntlet.access.RegisterUser;
import io.gauntlet.access.Role;
import io.gauntlet.access.User;
import io.gauntlet.access.Users;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.Secret;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The people who can sign in. */
@RestController
@RequestMapping("/api/v1/users")
class UserApiController {

    private final Users users;

    UserApiController(Users users) {
        this.users = users;
    }

    @GetMapping
    @PreAuthorize("hasRole('ADMIN')")
    Page<UserResponse> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return users.list(after, Page.limit(limit)).map(UserResponse::of);
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<UserResponse> get(@PathVariable String name) {
        return answer(users.find(name).orElseThrow(() -> new DomainException.NotFound("user", name)));
    }

    @PostMapping
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<UserResponse> register(@Valid @RequestBody UserRequest request) {
        var user = users.register(
                new RegisterUser(request.name(), Secret.of(request.password()), Role.parse(request.role())));
        var place = UriComponentsBuilder.fromPath("/api/v1/users/{name}").build(user.name());
        return ResponseEntity.created(place).eTag(EntityTag.of(user.version())).body(UserResponse.of(user));
    }

    @PutMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<UserResponse> change(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody UserChangeRequest request) {
        var password = request.password() == null ? null : Secret.of(request.password());
        return answer(users.change(new ChangeUser(
                name, EntityTag.version(ifMatch), Role.parse(request.role()), request.enabled(), password)));
    }

    @DeleteMapping("/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        users.remove(name, EntityTag.version(ifMatch));
    }

    private static ResponseEntity<UserResponse> answer(User user) {
        return ResponseEntity.ok().eTag(EntityTag.of(user.version())).body(UserResponse.of(user));
    }
}
