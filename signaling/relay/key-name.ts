declare const brand: unique symbol;

/**
 * The bytes of a key, a room id or a nonce, one character each: to look up and compare by, and to
 * keep in a fifth of the memory that a typed array takes.
 */
export type KeyName = string & { readonly [brand]: 'KeyName' };

export function keyName(bytes: Uint8Array): KeyName {
  return String.fromCharCode(...bytes) as KeyName;
}

export function keyBytes(name: KeyName): Uint8Array {
  const bytes = new Uint8Array(name.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = name.charCodeAt(index);
  return bytes;
}
