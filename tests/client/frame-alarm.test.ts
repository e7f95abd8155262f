import { expect, test } from 'vitest';
import { FrameAlarm } from '../../client/session/frame-alarm.ts';

const refuse = (alarm: FrameAlarm, times: number): (number | undefined)[] =>
  Array.from({ length: times }, () => alarm.refused('FRAME_ALTERED'));
const told = (alarm: FrameAlarm, times: number): (number | undefined)[] =>
  refuse(alarm, times).filter((count) => count !== undefined);

test('a few at the beginning are no alarm, and the eighth is', () => {
  const alarm = new FrameAlarm();
  expect(told(alarm, 7)).toEqual([]);
  expect(alarm.refused('FRAME_ALTERED')).toBe(8);
});

test('a few now and then are no alarm, however many they become', () => {
  const alarm = new FrameAlarm();
  for (let minute = 0; minute < 1000; minute += 1) {
    expect(told(alarm, 3)).toEqual([]);
    for (let good = 0; good < 96; good += 1) alarm.opened();
  }
});

test('one bad frame in every ten good ones is', () => {
  const alarm = new FrameAlarm();
  let count: number | undefined;
  for (let turn = 0; turn < 20 && count === undefined; turn += 1) {
    for (let good = 0; good < 10; good += 1) alarm.opened();
    count = alarm.refused('FRAME_ALTERED');
  }
  expect(count).toBeLessThan(15);
});

test('a flood is told of with its first eight, and then each time that it has doubled', () => {
  expect(told(new FrameAlarm(), 1000)).toEqual([8, 16, 32, 64, 128, 256, 512]);
});

test('another burst, after hours of good frames, is another alarm', () => {
  const alarm = new FrameAlarm();
  expect(told(alarm, 8)).toEqual([8]);
  for (let good = 0; good < 10_000; good += 1) alarm.opened();
  expect(told(alarm, 8)).toEqual([16]);
});

test('frames that come again are counted, and are no alarm by themselves', () => {
  const alarm = new FrameAlarm();
  for (let time = 0; time < 1000; time += 1) {
    expect(alarm.refused('FRAME_REPLAYED')).toBeUndefined();
  }
  expect(told(alarm, 8)).toEqual([1008]);
});

test.each(['FRAME_SHAPE', 'FRAME_KEY', 'FRAME_ALTERED'] as const)('%s is', (why) => {
  const alarm = new FrameAlarm();
  const counts = Array.from({ length: 8 }, () => alarm.refused(why));
  expect(counts.filter((count) => count !== undefined)).toEqual([8]);
});
