import { MAX_TAG, MAX_TAGS } from './limits.ts';

/**
 * Tags as they are kept: lower case, without "#", spaces at the ends or line breaks, each once, in
 * the order they were given. What is longer or more than the bounds allow is left off: a tag is a
 * handle, and must never be the reason why a note cannot be saved.
 */
export function tidyTags(tags: readonly string[]): string[] {
  const tidy = tags
    .map((tag) =>
      tag
        .toLowerCase()
        .replace(/^[#\s]+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .map((tag) => tag.slice(0, MAX_TAG).trim())
    .filter((tag) => tag !== '');
  return [...new Set(tidy)].slice(0, MAX_TAGS);
}
