import { expect, test } from 'vitest';
import { AddressNames } from '../../../signaling/server/address-names.ts';

const HOUR = 60 * 60 * 1000;

function names() {
  const keys: Buffer[] = [];
  const made = new AddressNames(() => {
    const key = Buffer.alloc(32, keys.length + 1);
    keys.push(key);
    return key;
  }, 0);
  return { made, keys };
}

test('an address has one name, which does not hold it', () => {
  const { made } = names();
  const { name, former } = made.of('192.0.2.1');
  expect(made.of('192.0.2.1').name).toBe(name);
  expect(made.of('192.0.2.2').name).not.toBe(name);
  expect(name).not.toContain('192.0.2.1');
  expect(former).toBeUndefined();
});

test('after an hour it has another, and is known by the one before for an hour more', () => {
  const { made, keys } = names();
  const first = made.of('192.0.2.1').name;
  made.tick(HOUR - 1);
  expect(made.of('192.0.2.1').name).toBe(first);
  made.tick(HOUR);
  const second = made.of('192.0.2.1');
  expect(second.name).not.toBe(first);
  expect(second.former).toBe(first);
  made.tick(2 * HOUR);
  expect(made.of('192.0.2.1').former).toBe(second.name);
  expect(keys[0]).toEqual(Buffer.alloc(32));
});
