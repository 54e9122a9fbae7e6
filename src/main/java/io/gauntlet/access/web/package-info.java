/** Sign-in and settings pages, and the API for users and tokens. */
@NullMarked
package io.gauntlet.access.web;

import org.jspecify.annotations.NullMarked;
