import { expect, test } from 'vitest';
import { isCodeWord } from '../../client/controllers/agreement.ts';

test.each(['blue kettle', 'Blue  Kettle', ' BLUEKETTLE ', 'blue\nkettle'])(
  '“%s” is the word, whatever its case and spaces',
  (text) => expect(isCodeWord(text, 'Blue kettle')).toBe(true),
);

test.each(['blue', 'a blue kettle', 'blue kettle!', 'blue kettle blue kettle', ''])(
  '“%s” is another message',
  (text) => expect(isCodeWord(text, 'Blue kettle')).toBe(false),
);

test('where no word was chosen, nothing hides', () => {
  for (const word of [undefined, '', '  ']) {
    for (const text of ['', ' ', 'hello']) expect(isCodeWord(text, word)).toBe(false);
  }
});
