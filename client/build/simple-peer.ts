import { sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * What simple-peer asks of Node, in the browser's own words. Of streams it uses, with `objectMode` and
 * as PeerLink uses it, that data and the two ends are announced: nothing is written, piped or read
 * later than it arrives. The whole of readable-stream for that would be a twentieth of the guest's page.
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
  'readable-stream': `const { EventEmitter } = require('events');
  exports.Duplex = class extends EventEmitter {
    readable = true;
    writable = true;
    _readableState = { ended: false };
    _writableState = { finished: false };
    push(chunk) {
      if (chunk !== null) return this.emit('data', chunk);
      this._readableState.ended = true;
      return this.emit('end');
    }
    end() {
      this._writableState.finished = true;
      this.emit('finish');
    }
  };`,
};
const MARK = '\0alcove-shim:';
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
    return inPackage(importer, 'simple-peer') && source in SHIMS ? MARK + source : undefined;
  },
  load: (id) => (id.startsWith(MARK) ? SHIMS[id.slice(MARK.length)] : undefined),
  transform(code, id) {
    if (!inPackage(id, 'simple-peer')) return undefined;
    if (code.match(DEFAULT_SERVERS)?.length !== 2) {
      return this.error('simple-peer does not name its default servers as known');
    }
    return { code: code.replace(DEFAULT_SERVERS, ''), map: null };
  },
});
