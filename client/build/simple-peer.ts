import { sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * What simple-peer and its streams ask of Node, in the browser's own words. Only what is used with
 * `objectMode` (see PeerLink) is here: there, no string is decoded and no chunk is copied.
 */
const SHIMS: Record<string, string> = {
  buffer: `class Buffer extends Uint8Array {
    static isBuffer(value) { return value instanceof Buffer; }
    static from(value) { return new Buffer(value); }
  }
  exports.Buffer = Buffer;`,
  debug: 'module.exports = () => () => {};',
  // A browser's own error has a read-only code.
  'err-code': `module.exports = (error, code) =>
    Object.assign(new Error(error.message, { cause: error }), { code });`,
  // The page hands over its own RTCPeerConnection.
  'get-browser-rtc': 'module.exports = () => null;',
  'queue-microtask': 'module.exports = (task) => queueMicrotask(task);',
  randombytes: `module.exports = (length) => {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    return { toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  };`,
  'readable-stream': "exports.Duplex = require('readable-stream/lib/_stream_duplex.js');",
  util: '',
  'util-deprecate': 'module.exports = (work) => work;',
  // Reached only by calls that simple-peer never makes: setEncoding, for await, Readable.from.
  'string_decoder/': '',
  './internal/streams/async_iterator': '',
  './internal/streams/from': '',
};
const MARK = '\0alcove-shim:';
const NEXT_TICK =
  'const nextTick = (work, ...args) => queueMicrotask(() => work(...args));\nconst process = { nextTick };\n';
const DEFAULT_SERVERS = /'stun:[^']+',?/g;

const inPackage = (id: string | undefined, name: string): boolean =>
  id?.split(sep).join('/').includes(`/node_modules/${name}/`) === true;

/**
 * simple-peer from its source with these shims in place of Node's modules, which make up half of
 * its prebuilt file; and without the public servers that it would ask when nobody configures any.
 * The page always passes servers of its own: that the addresses are not even in the code makes it
 * certain. A release that words them differently fails the build.
 */
export const simplePeer = (): Plugin => ({
  name: 'alcove:simple-peer',
  enforce: 'pre',
  resolveId(source, importer) {
    const ours = inPackage(importer, 'simple-peer') || inPackage(importer, 'readable-stream');
    return ours && source in SHIMS ? MARK + source : undefined;
  },
  load: (id) => (id.startsWith(MARK) ? SHIMS[id.slice(MARK.length)] : undefined),
  transform(code, id) {
    if (inPackage(id, 'readable-stream')) return { code: NEXT_TICK + code, map: null };
    if (!inPackage(id, 'simple-peer')) return undefined;
    if (code.match(DEFAULT_SERVERS)?.length !== 2) {
      return this.error('simple-peer does not name its default servers as known');
    }
    return { code: code.replace(DEFAULT_SERVERS, ''), map: null };
  },
});
