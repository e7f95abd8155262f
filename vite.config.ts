import { defineConfig } from 'vitest/config';
import { libsodiumUsed, libsodiumWasm } from './client/build/libsodium.ts';
import { offline } from './client/build/offline.ts';
import { precompress } from './client/build/precompress.ts';
import { simplePeer } from './client/build/simple-peer.ts';
import { releaseManifest } from './signaling/release/build.ts';

/** Browsers of 2023 and later. A call needs newer ones; these must still be able to say so. */
const target = ['chrome111', 'edge111', 'firefox114', 'safari16.4'];

/** Tests of what a host does alone. */
const ONE_PERSON = 'tests/e2e/{vault*,offline,passkey}.test.ts';
/** Tests of two people who, for the most part, do not look at each other. */
const UNSEEN =
  'tests/e2e/{blind-relay,consent,dead-ends,deployed,enrolment,files,kept-files,leaving,link,local,lying-relay}.test.ts';

export default defineConfig(({ command, mode, isSsrBuild }) => {
  if (command === 'build' && isSsrBuild === true) {
    return {
      // The last of the three builds.
      plugins: [releaseManifest()],
      build: {
        // The command line's --ssr takes the place of a file named here.
        rolldownOptions: {
          input: 'signaling/cli/alcove.ts',
          // Each command is a file of its own, and all of them find the pages in the same place.
          output: { chunkFileNames: '[name].js' },
        },
        outDir: 'dist/server',
        emptyOutDir: true,
        target: 'node20',
        minify: false,
      },
    };
  }
  if (command === 'build') {
    // Each page is a build of its own: what both share is then no larger for one by what the other
    // needs of it. The host's, which empties the folder, comes first.
    const guest = mode === 'guest';
    return {
      root: 'client',
      publicDir: false,
      plugins: [
        libsodiumWasm(),
        libsodiumUsed(guest ? 'client/guest.ts' : 'client/main.ts'),
        simplePeer(),
        guest ? undefined : offline(target),
        precompress(),
      ],
      worker: {
        format: 'es',
        plugins: () => [libsodiumWasm(), libsodiumUsed('client/vault/vault-worker.ts')],
      },
      build: {
        outDir: '../dist/client',
        // For the size budgets; a file whose name begins with a dot is never served.
        manifest: guest ? '.vite/guest.json' : '.vite/host.json',
        emptyOutDir: !guest,
        target,
        // Nothing is inlined: the policy of both pages allows neither inline scripts nor data: urls.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        // Sizes have budgets of their own, see tests/support/size-budget.mjs.
        chunkSizeWarningLimit: Infinity,
        rolldownOptions: {
          input: guest
            ? { guest: 'client/j.html', empty: 'client/empty.html' }
            : { host: 'client/index.html' },
          // What two parts of the guest's page share is one file: it compresses better than several.
          output: guest
            ? { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } }
            : {},
          // Brotli at its best takes its time, which is not news.
          checks: { bundlerTimings: false },
        },
      },
    };
  }
  return {
    test: {
      projects: [
        {
          test: {
            name: 'unit',
            include: ['tests/{crypto,signaling,client,scenario,adversarial}/**/*.test.ts'],
            exclude: ['**/*.browser.test.ts'],
            testTimeout: 30_000,
          },
        },
        {
          test: {
            name: 'e2e',
            include: ['tests/e2e/**/*.test.ts'],
            exclude: [ONE_PERSON, UNSEEN],
            // Two browsers with cameras fill a small machine; one file at a time keeps times honest.
            fileParallelism: false,
            testTimeout: 120_000,
            hookTimeout: 120_000,
          },
        },
        {
          test: {
            // Without pictures to make, two files at a time leave no core idle.
            name: 'unseen',
            include: [UNSEEN],
            testTimeout: 120_000,
            hookTimeout: 120_000,
          },
        },
        {
          test: {
            // One browser, and no camera: two files at a time leave no core idle.
            name: 'vault',
            include: [ONE_PERSON],
            testTimeout: 120_000,
            hookTimeout: 120_000,
          },
        },
      ],
    },
  };
});
