/** Pages and REST calls of the cluster inventory. */
@org.jspecify.annotations.NullMarked
package io.gauntlet.cluster.web;
