// The arrows of the house: who may import whom. tests/check.mjs also runs these rules over a planted
// tree in tests/support/boundaries, where every one of them must be broken.
const to = (path) => ({ path });
const only = (name, comment, from, ...allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      // A guest has a place and a place has guests: their types may name each other, code may not.
      comment: 'Data flows one way.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unknown-packages',
      comment: 'What is imported is declared and installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    only(
      'crypto-alone',
      'crypto/ is bytes in, bytes out.',
      '^crypto/',
      '^crypto/',
      '^node_modules/libsodium-wrappers(-sumo)?/',
    ),
    {
      name: 'one-door-to-libsodium',
      comment: 'crypto/sodium.ts is the only importer of libsodium.',
      severity: 'error',
      from: { path: '^(client|crypto|signaling)/', pathNot: '^crypto/sodium\\.ts$' },
      to: { path: 'node_modules/libsodium', pathNot: 'node_modules/libsodium-wrappers-sumo/' },
    },
    {
      name: 'one-door-to-argon2id',
      comment: 'crypto/sodium-sumo.ts is the only importer of libsodium’s larger build.',
      severity: 'error',
      from: { path: '^(client|crypto|signaling)/', pathNot: '^crypto/sodium-sumo\\.ts$' },
      to: { path: 'node_modules/libsodium-wrappers-sumo/' },
    },
    {
      name: 'argon2id-in-its-worker',
      comment: 'Argon2id and its memory live in a worker that derives one key, and in no page.',
      severity: 'error',
      from: { path: '^(client|crypto)/', pathNot: '^client/vault/argon2id-worker\\.ts$' },
      to: { path: '^crypto/sodium-sumo\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-starter-a-worker',
      // That it is started and not imported is eslint's to see: here both look alike.
      comment: 'A worker’s code is named by the one file that starts it.',
      severity: 'error',
      from: {
        path: '^client/',
        pathNot: '^client/(vault/(deriving|vault-client)|transport/(media-layer|blur/veil))\\.ts$',
      },
      to: {
        path: '^client/(vault/(argon2id|vault)|transport/(frame|blur/blur))-worker\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'frame-worker-is-small',
      comment: 'A guest waits for this worker: it has the browser’s own encryption and no library.',
      severity: 'error',
      from: { path: '^client/transport/frame-worker\\.ts$' },
      to: { path: '^crypto/sodium|node_modules', reachable: true },
    },
    {
      name: 'the-relay-is-blind',
      comment: 'signaling/ never imports crypto/: the relay has nothing to open a message with.',
      severity: 'error',
      from: { path: '^signaling/' },
      to: { path: '^(crypto|client)/|node_modules/libsodium' },
    },
    only(
      'protocol-alone',
      'signaling/protocol is used by the browser too, and imports nothing.',
      '^signaling/protocol/',
      '^signaling/protocol/',
    ),
    only(
      'relay-is-pure',
      'signaling/relay knows the protocol and Node’s crypto, no sockets, no clock.',
      '^signaling/relay/',
      '^signaling/(relay|protocol)/',
      '^(node:)?crypto$',
    ),
    {
      name: 'commands-on-top',
      comment:
        'What a command line asks for, and what a release is, is nothing that the server knows of.',
      severity: 'error',
      from: { path: '^signaling/server/' },
      to: { path: '^signaling/(cli|release)/' },
    },
    {
      name: 'judges-probe-nothing',
      comment: 'Judges know what probes found, and ask nobody.',
      severity: 'error',
      from: { path: '^signaling/cli/(doctor|verify)/.*judge\\.ts$' },
      to: {
        path: '^signaling/cli/(turn-client\\.ts$|stun-wire\\.ts$|(doctor|verify)/.*probe\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'cluster-below-the-server',
      'signaling/cluster stands between sockets and relay: it knows the relay, and no socket.',
      '^signaling/cluster/',
      '^signaling/(cluster|relay|protocol)/',
      '^node_modules/@redis/client/',
      '^(node:)?(crypto|timers/promises)$',
    ),
    {
      name: 'one-door-to-redis',
      comment: 'signaling/cluster/redis.ts is the only importer of the library for Redis.',
      severity: 'error',
      from: { path: '^(client|crypto|signaling)/', pathNot: '^signaling/cluster/redis\\.ts$' },
      to: { path: 'node_modules/@redis/' },
    },
    only(
      'session-is-pure',
      'client/session holds pure machines.',
      '^client/session/',
      '^client/session/',
      '^crypto/',
      '^signaling/protocol/',
      '^node_modules/valibot/',
    ),
    {
      name: 'client-knows-only-the-protocol',
      comment: 'Of signaling/ the pages know the messages alone.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^signaling/(relay|cluster|server|cli)/' },
    },
    {
      name: 'pages-have-no-node',
      comment: 'Nothing of Node reaches a page.',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/build/' },
      to: { dependencyTypes: ['core'] },
    },
    only(
      'state-alone',
      'client/state only describes what screens show.',
      '^client/state/',
      '^client/(state|practice)/',
      '^client/vault/(errors|vault-api)\\.ts$',
      '^crypto/spoken-code\\.ts$',
    ),
    {
      name: 'views-have-no-code',
      comment: 'Of the vault and of practice, what describes or draws views knows the types alone.',
      severity: 'error',
      from: { path: '^client/(state|elements|screens|wording|styles|icons)/' },
      to: {
        path: '^client/(vault|practice)/',
        // The two kinds of note are a list, and lists of them are drawn.
        pathNot: '^client/practice/note\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'practice-is-pure',
      'client/practice knows notes and clients: no storage, no keys, no browser.',
      '^client/practice/',
      '^client/practice/',
      '^client/wording/(en/)?practice\\.ts$',
      '^client/state/',
      '^client/vault/(errors|vault-api)\\.ts$',
      '^node_modules/(valibot|diff|@types/diff|@zxcvbn-ts)/',
    ),
    only(
      'vault-below-the-page',
      'client/vault holds keys and storage, and knows nothing of the page around it.',
      '^client/vault/',
      '^client/(vault|practice)/',
      '^client/session/session-store\\.ts$',
      // How any of the pages’ code may start a worker: the policy for it exists once a page.
      '^client/transport/trusted-worker\\.ts$',
      '^crypto/',
      '^node_modules/(comlink|idb|valibot|@scure/bip39)/',
    ),
    {
      name: 'page-outside-the-vault',
      comment:
        'The page asks the vault’s worker; keys, records and storage stay on the other side.',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/(vault|build)/' },
      to: {
        path: '^client/vault/|^crypto/vault/',
        pathNot:
          '^client/vault/(vault-api|errors|vault-client|session-store|recording-writer)\\.ts$',
      },
    },
    only(
      'transport-below-controllers',
      'client/transport adapts the browser.',
      '^client/transport/',
      '^client/(transport|session|state)/',
      '^node_modules/@mediapipe/selfie_segmentation/.*\\.tflite',
      '^crypto/',
      '^signaling/protocol/',
      '^node_modules/(idb|simple-peer|@types/simple-peer|valibot)/',
    ),
    {
      name: 'controllers-below-elements',
      comment: 'Controllers know no screen.',
      severity: 'error',
      from: { path: '^client/controllers/' },
      to: { path: '^client/(elements|screens|wording|styles|icons)/|node_modules/lit' },
    },
    {
      name: 'screens-draw',
      comment: 'Screens and elements draw views; they reach neither keys nor sockets.',
      severity: 'error',
      from: { path: '^client/(elements|screens|wording|styles|icons)/' },
      to: {
        path: '^(signaling|crypto)/|^client/(transport|session|controllers)/',
        pathNot: '^crypto/spoken-code\\.ts$',
      },
    },
    {
      name: 'one-door-to-simple-peer',
      comment: 'client/transport/peer-link.ts is the only importer of simple-peer.',
      severity: 'error',
      from: { path: '^(client|crypto|signaling)/', pathNot: '^client/transport/peer-link\\.ts$' },
      to: { path: 'node_modules/(simple-peer|@types/simple-peer)/' },
    },
    {
      name: 'guest-page-apart',
      comment: 'The guest page never reaches what is the host’s, least of all a vault.',
      severity: 'error',
      from: { path: '^client/guest\\.ts$' },
      to: {
        path:
          '^client/(vault|practice|offline|main\\.ts|host-extras\\.ts|(screens|controllers)/(host|vault)|wording/(en/)?(host|vault|practice))' +
          '|^crypto/(vault/|sodium-sumo)',
        reachable: true,
      },
    },
    {
      name: 'pages-without-tests',
      comment: 'Tests import the product, never the other way round.',
      severity: 'error',
      from: { path: '^(client|crypto|signaling)/' },
      to: to('^tests/'),
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts'],
    },
  },
};
