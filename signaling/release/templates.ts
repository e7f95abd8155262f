/** Stands for the origin’s host and port while headers and texts are made for no origin yet. */
const HOST = '{host}';
const ORIGIN = '{origin}';
const SOCKET_ORIGIN = '{ws-origin}';

/** An origin to make templates with. */
export function originOf(scheme: 'http' | 'https'): string {
  return `${scheme}://${HOST}`;
}

/** Of what the relay would say if its origin were `originOf(scheme)`. */
export function asTemplate(text: string, scheme: 'http' | 'https'): string {
  const origin = originOf(scheme);
  return text.replaceAll(origin.replace(/^http/, 'ws'), SOCKET_ORIGIN).replaceAll(origin, ORIGIN);
}

export function fill(template: string, origin: string): string {
  return template
    .replaceAll(SOCKET_ORIGIN, origin.replace(/^http/, 'ws'))
    .replaceAll(ORIGIN, origin);
}
