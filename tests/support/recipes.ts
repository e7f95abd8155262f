import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  freePort,
  untilUdp,
  type Certificate,
  type Deployment,
  type Running,
} from './deployment.ts';

/** A file of signaling/deploy. */
export const recipe = (name: string) =>
  fileURLToPath(new URL(`../../signaling/deploy/${name}`, import.meta.url));

/** Puts what is this machine's in place of what the recipe has. Throws where it has it not. */
async function fitted(name: string, changes: readonly (readonly [string | RegExp, string])[]) {
  let text = await readFile(recipe(name), 'utf8');
  for (const [was, is] of changes) {
    const next = text.replaceAll(was, is);
    if (next === text) throw new Error(`${name} has no ${String(was)}`);
    text = next;
  }
  return text;
}

interface Site {
  readonly port: number;
  /** That of the relay. */
  readonly behind: number;
  readonly certificate: Certificate;
}

/** Starts a web server as its recipe has it. */
export type Front = (deployment: Deployment, site: Site) => Promise<Running>;

export const caddyOfRecipe: Front = async (deployment, { port, behind, certificate }) => {
  const { cert, key } = certificate;
  const file = join(deployment.folder, 'Caddyfile.recipe');
  const text = await fitted('Caddyfile', [
    [/^\{$/gm, '{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust'],
    [/^alcove\.example \{$/gm, `https://localhost:${port} {\n\ttls ${cert} ${key}`],
    ['localhost:8787', `localhost:${behind}`],
  ]);
  await writeFile(file, text);
  return deployment.start(port, 'caddy', ['run', '--config', file, '--adapter', 'caddyfile']);
};

export const nginxOfRecipe: Front = async (deployment, { port, behind, certificate }) => {
  const { folder } = deployment;
  const site = join(folder, 'nginx.site.conf');
  const error = join(folder, 'nginx.error.log');
  await writeFile(
    site,
    await fitted('nginx.conf', [
      ['listen 80;', `listen 127.0.0.1:${await freePort()};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
      [/^.*listen \[::\].*$/gm, ''],
      ['/etc/letsencrypt/live/alcove.example/fullchain.pem', certificate.cert],
      ['/etc/letsencrypt/live/alcove.example/privkey.pem', certificate.key],
      ['alcove.example', 'localhost'],
      ['/var/log/nginx/error.log', error],
      ['127.0.0.1:8787', `127.0.0.1:${behind}`],
    ]),
  );
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, `nginx.${name}`)};\n`)
    .join('');
  const main = join(folder, 'nginx.conf');
  // gzip as Debian has it around every site.
  await writeFile(
    main,
    `daemon off;\npid ${join(folder, 'nginx.pid')};\nevents {}\nhttp {\n  gzip on;\n${temporary}  include ${site};\n}\n`,
  );
  return deployment.start(port, 'nginx', ['-e', 'stderr', '-c', main]);
};

/** Starts coturn as its recipe has it. */
export async function coturnOfRecipe(
  deployment: Deployment,
  place: {
    readonly port: number;
    readonly tlsPort: number;
    readonly secret: string;
    readonly certificate: Certificate;
  },
): Promise<Running> {
  const { port, tlsPort, secret, certificate } = place;
  const file = join(deployment.folder, 'turnserver.conf');
  const text = await fitted('turnserver.conf', [
    ['alcove.example', 'localhost'],
    ['static-auth-secret=', `static-auth-secret=${secret}`],
    ['/etc/turn/cert.pem', certificate.cert],
    ['/etc/turn/key.pem', certificate.key],
    ['=3478', `=${port}`],
    ['=5349', `=${tlsPort}`],
  ]);
  const here = ['listening-ip=127.0.0.1', 'relay-ip=127.0.0.1'];
  const files = [
    `pidfile=${join(deployment.folder, 'coturn.pid')}`,
    `userdb=${join(deployment.folder, 'coturn.db')}`,
  ];
  await writeFile(file, `${text}${[...here, ...files].join('\n')}\n`);
  const started = await deployment.start(tlsPort, 'turnserver', ['-c', file]);
  await untilUdp(port);
  return started;
}
