import { describe, expect, test } from 'vitest';
import { Chat } from '../../client/controllers/chat.ts';
import { MAX_MESSAGE_LENGTH } from '../../client/session/peer-message.ts';

const newChat = (): Chat => {
  let count = 0;
  return new Chat({ newId: () => `id${String((count += 1))}`, earlierLinesGone: false });
};

describe('the written conversation', () => {
  test('a line stays “sending” until the other side has it, and is sent again after a drop', () => {
    const chat = newChat();
    const sent = chat.write('hello', 1);
    expect(chat.view.lines.map(({ delivery }) => delivery)).toEqual(['sending']);
    expect(chat.undelivered()).toEqual([sent]);
    chat.delivered('id1');
    expect(chat.undelivered()).toEqual([]);
    expect(chat.view.lines.map(({ delivery }) => delivery)).toEqual(['delivered']);
  });

  test('a line that comes twice is shown once', () => {
    const chat = newChat();
    const line = { type: 'chat', id: 'a', text: 'hello', at: 5 } as const;
    expect(chat.arrived(line, 10)).toBe(true);
    expect(chat.arrived(line, 11)).toBe(false);
    expect(chat.view.lines).toHaveLength(1);
  });

  test('the time shown is this device’s, not what the other side claims', () => {
    const chat = newChat();
    chat.arrived({ type: 'chat', id: 'a', text: 'hello', at: 5 }, 10);
    expect(chat.view.lines[0]?.at).toBe(10);
  });

  test('unread lines are counted while the chat is closed', () => {
    const chat = newChat();
    chat.arrived({ type: 'chat', id: 'a', text: '1', at: 5 }, 10);
    chat.arrived({ type: 'chat', id: 'b', text: '2', at: 5 }, 10);
    expect(chat.view.unread).toBe(2);
    chat.show(true);
    expect(chat.view.unread).toBe(0);
    chat.arrived({ type: 'chat', id: 'c', text: '3', at: 5 }, 10);
    chat.noted();
    expect(chat.view.unread).toBe(0);
    chat.show(false);
    chat.noted();
    expect(chat.view.unread).toBe(1);
  });

  test('an empty text and one that is too long are not taken', () => {
    const chat = newChat();
    expect(chat.write('  \n ', 1)).toBe('empty');
    expect(chat.write('x'.repeat(MAX_MESSAGE_LENGTH + 1), 1)).toBe('too-long');
    expect(chat.view.lines).toEqual([]);
    expect(chat.write('x'.repeat(MAX_MESSAGE_LENGTH), 1)).toMatchObject({ type: 'chat' });
  });

  test('clearing says how many lines were forgotten, and leaves none', () => {
    const chat = newChat();
    chat.write('a', 1);
    chat.arrived({ type: 'chat', id: 'b', text: 'b', at: 1 }, 2);
    expect(chat.clear()).toBe(2);
    expect(chat.view.lines).toEqual([]);
  });
});
