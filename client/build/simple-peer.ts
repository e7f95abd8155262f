import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const PREBUILT = 'simple-peer/simplepeer.min.js';
const DEFAULT_SERVERS =
  'iceServers:[{urls:["stun:stun.l.google.com:19302","stun:global.stun.twilio.com:3478"]}]';

/**
 * simple-peer, prebuilt, without the public servers it would ask when nobody configures any.
 *
 * The source needs Node's shims in a browser, the prebuilt file does not. The page always passes
 * servers of its own; that the addresses are not even in the code makes it certain. A release
 * that words them differently fails the build.
 */
export const simplePeerWithoutServers = (): Plugin => {
  const file = createRequire(import.meta.url).resolve(PREBUILT);
  return {
    name: 'alcove:simple-peer',
    enforce: 'pre',
    resolveId: (source) => (source === 'simple-peer' ? file : undefined),
    async load(id) {
      if (id !== file) return undefined;
      const code = await readFile(file, 'utf8');
      const parts = code.split(DEFAULT_SERVERS);
      if (parts.length !== 2) this.error(`${PREBUILT} does not name its default servers as known`);
      return parts.join('iceServers:[]');
    },
  };
};
