declare const brand: unique symbol;

/** The bytes of a key or a room id, one character each, to look up and compare by. */
export type KeyName = string & { readonly [brand]: 'KeyName' };

export function keyName(bytes: Uint8Array): KeyName {
  return String.fromCharCode(...bytes) as KeyName;
}
