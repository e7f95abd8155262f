/**
 * The key that releases are signed with, PEM. There was no release yet, and so there is none: until
 * then nobody vouches for a manifest but whoever built it.
 */
export const RELEASE_KEY: string | undefined = undefined;
