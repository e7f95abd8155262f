/** What the check of a token's text is hashed under. */
export const TOKEN_LABEL = 'alcove/1/token';

/** What the room id is hashed under. */
export const ROOM_LABEL = 'alcove/1/room';

/** What each kind of signed message is signed under, so that none passes for another. */
export const SIGNING_LABEL = {
  open: 'alcove/1/relay-open',
  join: 'alcove/1/relay-join',
  seal: 'alcove/1/relay-seal',
  kick: 'alcove/1/relay-kick',
  close: 'alcove/1/relay-close',
  enrol: 'alcove/1/relay-enrol',
} as const;
