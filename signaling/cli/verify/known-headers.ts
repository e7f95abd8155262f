/** What a web server in front may add, and what its values may be. Everything else is a difference. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  // When it was sent.
  date: /./,
  // How this one connection goes on, and how the bytes are told apart on it (RFC 9112).
  connection: /^(keep-alive|close|upgrade)$/i,
  'keep-alive': /^timeout=\d+(, max=\d+)?$/i,
  'content-length': /^\d+$/,
  'transfer-encoding': /^chunked$/i,
  upgrade: /^websocket$/i,
  // Which program is in front. No browser does anything with it.
  server: /./,
  via: /./,
};

/** That the same host speaks HTTP/2 or 3, at a port. */
const ALTERNATIVES =
  /^h[23]=":\d+"(; ma=\d+)?(; persist=1)?(, h[23]=":\d+"(; ma=\d+)?(; persist=1)?)*$/;

/** What some headers would allow, for whoever reads of one. */
const MEANINGS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': 'lets pages of other sites read this',
  'access-control-allow-credentials': 'lets pages of other sites read this as the person',
  'content-security-policy': 'is another policy',
  'content-security-policy-report-only': 'tells somebody what the page does',
  'service-worker-allowed': 'widens what a background program may answer for',
  link: 'has the browser load something else',
  refresh: 'sends the browser elsewhere',
  'set-cookie': 'marks the browser',
  etag: 'can mark the browser',
  'report-to': 'has the browser tell somebody of errors',
  'reporting-endpoints': 'has the browser tell somebody of errors',
  nel: 'has the browser tell somebody of its connections',
  sourcemap: 'has developer tools load something else',
  'x-sourcemap': 'has developer tools load something else',
  'clear-site-data': 'empties the browser’s storage, with the notes in it',
  'origin-agent-cluster': 'can put pages together that are to be apart',
  'content-disposition': 'has the browser save this as a file',
  'alt-svc': 'has the browser come by another way from now on',
  'critical-ch': 'asks the browser for more about itself',
  'accept-ch': 'asks the browser for more about itself',
};

/** `name` in lower case; `port` is the one that was asked: at another something else could listen. */
export function isHarmless(name: string, value: string, port: string): boolean {
  if (name === 'alt-svc') {
    const ports = [...value.matchAll(/=":(\d+)"/g)].map(([, named]) => named);
    return ALTERNATIVES.test(value) && ports.every((named) => named === port);
  }
  return Object.hasOwn(HARMLESS, name) && HARMLESS[name]?.test(value) === true;
}

/** Completes “Link is no header of this release and …”; undefined where nothing is to be said. */
export function meaningOf(name: string): string | undefined {
  return Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
}
