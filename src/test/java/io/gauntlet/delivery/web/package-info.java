/** Tests of the pages and the REST interface of deliveries. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.delivery.web;
