/** What the features of a room show; a member is absent while its feature is not there. */
export type ExtrasView = object;

/** What can be pressed in them. */
export type ExtrasActions = object;
