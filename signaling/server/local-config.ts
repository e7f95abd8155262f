import { PlainError } from './plain-error.ts';
import { LOCAL_PORT, SETTINGS, type Config, type Setting } from './settings.ts';

/** What has a meaning where the host's pages are served and no relay runs. */
const TAKEN: ReadonlySet<Setting<unknown>> = new Set<Setting<unknown>>([
  SETTINGS.local,
  SETTINGS.relay,
  SETTINGS.port,
  SETTINGS.log,
]);

/**
 * The settings of `--local`, where nothing is set that only a relay has. `said` gives how a setting
 * is written where it is set, and undefined where it is not. Throws PlainError with a sentence.
 */
export function localConfig(
  config: Config,
  said: (setting: Setting<unknown>) => string | undefined,
): Config {
  const local = said(SETTINGS.local) ?? SETTINGS.local.name;
  for (const setting of Object.values<Setting<unknown>>(SETTINGS)) {
    const name = TAKEN.has(setting) ? undefined : said(setting);
    if (name === undefined) continue;
    throw new PlainError(
      `${name} is for a relay, and with ${local} none runs here: take it away, or set it where the relay runs.`,
    );
  }
  if (config.relay === undefined) {
    throw new PlainError(
      `${local} needs RELAY (--relay), through which people meet, like --relay wss://alcove.example.`,
    );
  }
  const asked = said(SETTINGS.port);
  if (asked === undefined) return { ...config, port: LOCAL_PORT };
  if (config.port > 0) return config;
  throw new PlainError(
    `${asked} must be the same at every start with ${local}, and not 0: notes belong to the address at which they were made.`,
  );
}
