import type { CryptoErrorCode } from '../../crypto/errors.ts';
import type { SessionErrorCode } from '../session/errors.ts';
import type { Threat } from '../session/session-log.ts';
import type { Alert } from '../state/room-view.ts';

/** What a failed handshake or sealed body says; undefined for what a lost message alone can bring about. */
export function threatOf(code: CryptoErrorCode | SessionErrorCode): Threat | undefined {
  switch (code) {
    case 'HANDSHAKE_SIGNATURE':
    case 'HANDSHAKE_IDENTITY':
    case 'HANDSHAKE_COMMITMENT':
    case 'HANDSHAKE_KEY':
      return 'key-changed';
    case 'HANDSHAKE_STATE':
    case 'CHANNEL_STATE':
    case 'SIGNAL_STATE':
      return undefined;
    default:
      return 'tampering';
  }
}

/** What an alarm in the room warns of; undefined for what is no threat. */
export function threatOfAlert(alert: Alert): Threat | undefined {
  switch (alert) {
    case 'spent-link-tried':
      return 'spent-link';
    case 'tampering':
      return 'tampering';
    default:
      return undefined;
  }
}
