import { ready, sodium } from '../../crypto/sodium.ts';
import { encodeToken } from '../../signaling/protocol/token.ts';
import { TokenStore } from '../../client/transport/token-store.ts';
import { equal } from './assert.ts';

const [HERE, THERE] = ['https://here.example', 'https://there.example'];

describe('tokens', () => {
  const seed = new Uint8Array(32).fill(7);
  before(() => ready);
  afterEach(async () => {
    for (const relay of [HERE, THERE]) await new TokenStore().remove(relay);
  });

  it('are known to their own relay alone, in this page and in the next', async () => {
    const store = new TokenStore();
    equal(
      await store.keep(
        HERE,
        encodeToken(seed, (input) => sodium.crypto_hash(input)),
      ),
      true,
    );
    for (const page of [store, new TokenStore()]) {
      equal([...((await page.read(HERE)) ?? [])], [...seed]);
      equal(await page.read(THERE), undefined);
    }
  });

  it('are forgotten one by one', async () => {
    const store = new TokenStore();
    const text = encodeToken(seed, (input) => sodium.crypto_hash(input));
    await store.keep(HERE, text);
    await store.keep(THERE, text);
    await store.remove(HERE);
    for (const page of [store, new TokenStore()]) {
      equal(await page.read(HERE), undefined);
      equal((await page.read(THERE))?.length, seed.length);
    }
  });

  it('that are mistyped are not kept', async () => {
    const store = new TokenStore();
    equal(await store.keep(HERE, 'not a token'), false);
    equal(await store.read(HERE), undefined);
  });
});
