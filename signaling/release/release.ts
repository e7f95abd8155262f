/** Names as the relay writes them; values are templates. */
export type Headers = Readonly<Record<string, string>>;

export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The bytes of a file as one encoding has them. */
export interface Bytes {
  readonly encoding: Encoding;
  readonly length: number;
  /** Hex. */
  readonly sha512: string;
}

/** One that a GET may get. Of a path there can be several. */
export interface ReleasedAnswer {
  /** Without a “?” and what follows; `*` is every path that no other answer has. */
  readonly path: string;
  readonly status: number;
  /** Besides those of every answer, Content-Length and Content-Encoding. */
  readonly headers: Headers;
  /** A template of what is said, or a file in each encoding that it is served in. */
  readonly body: string | readonly Bytes[];
}

/** All that a relay of one build answers to GET, whatever its origin is. */
export interface Release {
  readonly version: string;
  /** Of every answer. */
  readonly every: Headers;
  /** Of every answer besides these, where the origin is https. */
  readonly https: Headers;
  readonly answers: readonly ReleasedAnswer[];
}

/** Every path that no answer of its own has. */
export const ANY_OTHER = '*';
