import * as v from 'valibot';
import { fromHex } from '../../crypto/hex.ts';

/** A field of `length` bytes kept as hexadecimal, made into its branded type by `brand`. */
export function bytesField<T>(length: number, brand: (bytes: Uint8Array) => T) {
  return v.pipe(
    v.string(),
    v.length(length * 2),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const bytes = fromHex(dataset.value);
      if (bytes === undefined) {
        addIssue({ message: 'not hexadecimal' });
        return NEVER;
      }
      return brand(bytes);
    }),
  );
}

export const counterField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
export const momentField = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What was on. `blur`: the picture was not to be seen without it, and must not be after a reload. */
export interface KeptMedia {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly blur?: boolean | undefined;
}

export const mediaField = v.strictObject({
  camera: v.boolean(),
  microphone: v.boolean(),
  blur: v.optional(v.boolean()),
});
