import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryTurn } from '../../signaling/cli/turn-client.ts';

const READY_MS = 20_000;

/** What openssl calls a certificate; `days` may be in the past. */
export interface CertificateOptions {
  readonly name?: string;
  /** Until when it is good, from now. */
  readonly days?: number;
}

export interface Certificate {
  /** PEM files. */
  readonly cert: string;
  readonly key: string;
}

/** A program beside the relay. */
export interface Running {
  readonly pid: number;
  /** On both streams so far. */
  said(): string;
  stop(): Promise<void>;
}

/** What a person who runs Alcove has beside it: certificates, Caddy and coturn, all on this machine. */
export class Deployment {
  readonly folder: string;
  readonly #children = new Set<ChildProcess>();
  #certificates = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Deployment> {
    const deployment = new Deployment(await mkdtemp(join(tmpdir(), 'alcove-deployment-')));
    deployment.#openssl(
      'req',
      '-x509',
      ...NEW_KEY,
      '-subj=/CN=A private authority',
      '-days=30',
      '-keyout=ca.key',
      '-out=ca.pem',
    );
    return deployment;
  }

  /** The private authority that made every certificate here; PEM. */
  get ca(): string {
    return join(this.folder, 'ca.pem');
  }

  async certificate({ name = 'localhost', days = 90 }: CertificateOptions): Promise<Certificate> {
    this.#certificates += 1;
    const base = `site-${this.#certificates}`;
    await writeFile(join(this.folder, `${base}.cnf`), `subjectAltName=DNS:${name}\n`);
    const until = asn1(Date.now() + days * 86_400_000);
    const from = asn1(Date.now() - 200 * 86_400_000);
    this.#openssl(
      'req',
      ...NEW_KEY,
      `-subj=/CN=${name}`,
      `-keyout=${base}.key`,
      `-out=${base}.csr`,
    );
    await writeFile(join(this.folder, 'index.txt'), '');
    await writeFile(
      join(this.folder, 'serial'),
      `${this.#certificates.toString().padStart(2, '0')}\n`,
    );
    await writeFile(join(this.folder, 'ca.cnf'), CA_SECTION);
    this.#openssl(
      'ca',
      '-batch',
      '-notext',
      '-config=ca.cnf',
      '-md=sha256',
      '-cert=ca.pem',
      '-keyfile=ca.key',
      `-in=${base}.csr`,
      `-out=${base}.pem`,
      `-startdate=${from}`,
      `-enddate=${until}`,
      `-extfile=${base}.cnf`,
      '-outdir=.',
    );
    return { cert: join(this.folder, `${base}.pem`), key: join(this.folder, `${base}.key`) };
  }

  /** `site` stands in the site’s block, beside its certificate. Resolves once the port takes connections. */
  async caddy(port: number, { cert, key }: Certificate, site: string): Promise<Running> {
    const file = join(this.folder, 'Caddyfile');
    await writeFile(
      file,
      `{\n admin off\n auto_https disable_redirects\n skip_install_trust\n servers {\n  protocols h1 h2\n }\n}\n` +
        `https://localhost:${port} {\n tls ${cert} ${key}\n ${site}\n}\n`,
    );
    return this.start(port, 'caddy', ['run', '--config', file, '--adapter', 'caddyfile']);
  }

  async coturn({
    port,
    tlsPort,
    secret,
    certificate,
    more = [],
  }: {
    readonly port: number;
    readonly tlsPort: number;
    /** Null: it asks nobody for credentials. */
    readonly secret: string | null;
    readonly certificate: Certificate;
    /** Further options; an option given twice holds as the last. */
    readonly more?: readonly string[];
  }): Promise<Running> {
    const started = await this.start(tlsPort, 'turnserver', [
      '-n',
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      `--tls-listening-port=${tlsPort}`,
      `--cert=${certificate.cert}`,
      `--pkey=${certificate.key}`,
      '--realm=localhost',
      ...(secret === null
        ? ['--no-auth']
        : ['--use-auth-secret', `--static-auth-secret=${secret}`]),
      '--no-cli',
      '--no-dtls',
      '--log-file=stdout',
      '--simple-log',
      `--pidfile=${join(this.folder, `coturn-${port}.pid`)}`,
      `--userdb=${join(this.folder, `coturn-${port}.db`)}`,
      ...more,
    ]);
    await untilUdp(port);
    return started;
  }

  async remove(): Promise<void> {
    await Promise.all([...this.#children].map((child) => stop(child)));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Resolves once the port takes connections. */
  async start(port: number, program: string, args: readonly string[]): Promise<Running> {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: this.folder,
        XDG_DATA_HOME: this.folder,
        XDG_CONFIG_HOME: this.folder,
      },
    });
    this.#children.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (said += data.toString()));
    }
    const end = Date.now() + READY_MS;
    while (!(await listens(port))) {
      if (Date.now() < end && child.exitCode === null) continue;
      throw new Error(`${program} did not get ready: ${said}`);
    }
    return {
      pid: child.pid ?? 0,
      said: () => said,
      stop: async () => {
        this.#children.delete(child);
        await stop(child);
      },
    };
  }

  #openssl(...args: readonly string[]): void {
    // `-name=value` reads better than a list of pairs, and openssl takes pairs alone.
    const words = args.flatMap((arg) => {
      const at = arg.indexOf('=');
      return at < 0 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)];
    });
    const { status, stderr } = spawnSync('openssl', words, { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`);
  }
}

const NEW_KEY = ['-newkey=ec', '-pkeyopt=ec_paramgen_curve:P-256', '-nodes'];
const CA_SECTION = `[ca]
default_ca = it
[it]
database = index.txt
serial = serial
policy = any
email_in_dn = no
[any]
commonName = supplied
`;

/** Resolves once coturn answers over UDP, too: its ports do not open at once, and this one last. */
export async function untilUdp(port: number): Promise<void> {
  const place = { host: 'localhost', port, transport: 'udp' } as const;
  const nobody = { username: '0:0', password: '0' };
  while ((await tryTurn(place, nobody)).kind === 'closed');
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => setTimeout(() => resolve(false), 20));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Milliseconds since the epoch as a certificate has them. */
function asn1(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
