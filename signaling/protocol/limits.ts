// Specification constants: client and relay must agree on them. What a relay tunes for itself
// stands in relay/policy.ts.

/** How long a room may stay without a new OPEN; seconds. */
export const TTL_MIN = 60;
export const TTL_MAX = 86_400;

/** Guests of one room. */
export const SEATS_MAX = 5;

/** Burnt keys that one OPEN may name. */
export const SPENT_MAX = 16;

/** Keys that one JOIN may prove: the access key of an admitted tab, and the link's. */
export const JOIN_KEYS_MAX = 2;

/** Addresses of TURN servers that one TURN may name. */
export const TURN_URLS_MAX = 4;

/** How long TURN credentials may be good for; seconds. */
export const TURN_LIFETIME_MAX = 86_400;

/** Connections that may hold one seat, or wait under one key, at the same time. */
export const CLAIMANTS_MAX = 4;

/** From the challenge to OPEN or JOIN; milliseconds. */
export const INTRODUCTION_MS = 10_000;
