/** `warning`: it works, but not for long or not for everybody. `unchecked`: something else is in the way. */
export type Level = 'good' | 'warning' | 'wrong' | 'unchecked';

export interface Finding {
  readonly level: Level;
  /** Of a fault its own; else what was looked at. Scripts may rely on it. */
  readonly code: FaultCode | Subject;
  readonly sentence: string;
  /** What to do; absent where nothing is to be done. */
  readonly remedy?: string;
}

/** What the doctor looks at. */
type Subject =
  | 'NAME'
  | 'TLS'
  | 'PLAIN_HTTP'
  | 'PAGES'
  | 'VERSION'
  | 'HEADERS'
  | 'CLOCK'
  | 'SOCKET'
  | 'ORIGIN'
  | 'TOKENS'
  | 'ROOM'
  | 'TURN'
  | 'FILES';

interface Fault {
  readonly level: 'warning' | 'wrong';
  readonly remedy: string;
}

const wrong = (remedy: string): Fault => ({ level: 'wrong', remedy });
const warning = (remedy: string): Fault => ({ level: 'warning', remedy });

/** Every fault that the doctor can name, and what to do about it. */
const FAULTS = {
  NAME_UNKNOWN: wrong('Add an A or AAAA record for it where the domain is kept, and wait an hour.'),
  UNREACHABLE: wrong('Start the web server, and let the port through every firewall on the way.'),
  NOT_HTTPS: wrong(
    'Put a web server with a certificate in front, and set ORIGIN to its https:// address.',
  ),
  TLS_FAILED: wrong('Have the web server speak TLS 1.2 or 1.3 on this port, with a certificate.'),
  TLS_OLD: wrong('Allow the web server TLS 1.2 and 1.3, and nothing older.'),
  TLS_EXPIRED: wrong(
    'Renew the certificate, have the web server load it, and see why it was not renewed by itself.',
  ),
  TLS_NOT_YET_VALID: wrong(
    'Set the clock of the machine that made the certificate, or of this one, right.',
  ),
  TLS_EXPIRES_SOON: warning('Renew it now, and see why it was not renewed by itself.'),
  TLS_NAME: wrong('Get a certificate that names this host.'),
  TLS_CHAIN: wrong(
    'Have the web server send the whole chain of a certificate that browsers trust; of a private authority, name its file with --ca.',
  ),
  PLAIN_HTTP_SERVES: wrong('Have port 80 redirect to https://, or close it.'),
  PAGE_FAILED: wrong(
    'Pass every path on to the relay as it is, and see what the relay says when it starts.',
  ),
  HEALTH_FAILED: wrong('Start the relay, and pass /healthz on to it.'),
  NOT_READY: wrong('See what the relay has written to its log.'),
  PAGES_DIFFER: warning(
    'Run the same version there and here; if it is the same, see who changes the pages on the way.',
  ),
  HEADER_MISSING: wrong('Let the web server in front pass on the headers that the relay sets.'),
  HEADER_CHANGED: wrong(
    'Take away what sets this header in the web server in front; the relay sets it.',
  ),
  CLOCK_WRONG: wrong('Have the machine’s clock set by NTP.'),
  CLOCK_UNKNOWN: warning('Let the web server in front pass on the Date header.'),
  SOCKET_FAILED: wrong(
    'Have the web server in front pass on WebSockets at /signal, with their Upgrade and Origin headers.',
  ),
  SOCKET_SILENT: wrong(
    'Have the web server in front pass on what comes without waiting for more of it.',
  ),
  SOCKET_COMPRESSED: wrong(
    'Turn off compression of WebSockets in the web server in front: lengths would tell what is said.',
  ),
  ORIGIN_WRONG: wrong(
    'Set ORIGIN to what people open in their browsers, and start the relay again.',
  ),
  ORIGIN_UNCHECKED: wrong(
    'Let the web server in front pass on the Origin header as the browser sends it.',
  ),
  ROOM_ANYBODY: warning(
    'Make a token (alcove token add NAME), and take OPEN out of the settings; or leave it, if it is meant so.',
  ),
  TOKEN_UNKNOWN: wrong(
    'Make one with alcove token add NAME, where TOKENS of the running relay says.',
  ),
  ROOM_REFUSED: wrong(
    'Run the same version there and here, and see what the relay has written to its log.',
  ),
  TURN_NONE: warning(
    'Run a TURN server under the same name, and set TURN_SECRET: without one many networks let no call through.',
  ),
  TURN_NOT_GIVEN: wrong(
    'Run the same version there and here, and see what the relay has written to its log.',
  ),
  TURN_FOREIGN: wrong(
    'Set TURN_URLS to addresses of the same host as ORIGIN: pages take no other.',
  ),
  TURN_DTLS: warning('Take this address out of TURN_URLS: browsers do not use TURN over DTLS.'),
  TURN_UNANSWERED: wrong(
    'Start the TURN server, have it listen on this port, and let the port through every firewall.',
  ),
  TURN_TLS_FAILED: wrong(
    'Give the TURN server a certificate that is valid for this host, the whole chain and its key (coturn: cert, pkey), and start it again.',
  ),
  TURN_NO_TURN: wrong(
    'Another program has this port: have the TURN server listen there, or change TURN_URLS.',
  ),
  TURN_SECRET_DIFFERS: wrong(
    'Give the relay (TURN_SECRET) and the TURN server (coturn: use-auth-secret, static-auth-secret) the same secret, and start both again.',
  ),
  TURN_REALM: wrong('Set the TURN server’s realm to the host name (coturn: realm).'),
  TURN_OTHER_REALM: warning(
    'Set the TURN server’s realm to the host name (coturn: realm), and see whether it is your own.',
  ),
  TURN_REFUSED: wrong('See the TURN server’s log, its quotas and its relay ports.'),
  TURN_OPEN: wrong(
    'Have the TURN server ask for credentials (coturn: use-auth-secret), or strangers will use it.',
  ),
  TURN_EXPIRED_TAKEN: wrong(
    'Have the TURN server check the time in the name (coturn: use-auth-secret), and set its clock.',
  ),
  TURN_PRIVATE_ADDRESS: wrong('Tell the TURN server its public address (coturn: external-ip).'),
  FILE_MISSING: wrong('Name a file that is there, and that the user who runs the relay may read.'),
  FILE_READABLE: wrong(
    'Let only its owner and the group that runs the relay read it: chmod o-rwx.',
  ),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultCode = keyof typeof FAULTS;

export function fault(code: FaultCode, sentence: string): Finding {
  return { ...FAULTS[code], code, sentence };
}

export function good(code: Subject, sentence: string): Finding {
  return { level: 'good', code, sentence };
}

export function unchecked(code: Subject, sentence: string): Finding {
  return { level: 'unchecked', code, sentence };
}
