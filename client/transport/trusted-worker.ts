/** What the build writes: scripts with a hash in their names, and the one that works offline. */
const OURS = /^\/(?:assets\/[\w-]+\.js|service-worker\.js\?[\w-]+)$/;

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

/** Trusted Types as far as they are used here; TypeScript does not know them yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

const rules = {
  createScriptURL(url: string): string {
    if (!OURS.test(url)) throw new TypeError('not a script of this build');
    return url;
  },
};

/** Made when it is first needed, and once a realm: the content policy allows its name only once. */
let policy: ScriptPolicy | undefined;

/**
 * The address of one of our own workers in the form that the content policy demands: a
 * TrustedScriptURL, which every place that starts a script takes for a string. A browser without
 * Trusted Types gets the address as it is, after the same check.
 *
 * Throws TypeError for any other address: of another host, with a query, `blob:` or `data:`.
 */
export function trustedWorker(url: string): string {
  policy ??= trustedTypes()?.createPolicy('alcove-worker', rules) ?? rules;
  return policy.createScriptURL(url) as string;
}

/** Starts one of our own modules as a worker. Throws TypeError for any other address. */
export function startTrustedWorker(url: string): Worker {
  return new Worker(trustedWorker(url), { type: 'module' });
}

function trustedTypes(): TrustedTypes | undefined {
  return (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
}
