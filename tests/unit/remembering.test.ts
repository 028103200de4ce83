import { expect, test } from 'bun:test';
import { remembering } from '../../src/lib/remembering.ts';

test('the latest results are kept, the oldest goes first', () => {
  const computed: string[] = [];
  const length = remembering((text) => {
    computed.push(text);
    return text.length;
  }, 2);
  expect(['a', 'bb', 'a', 'bb'].map(length)).toEqual([1, 2, 1, 2]);
  expect(computed).toEqual(['a', 'bb']);
  expect([length('ccc'), length('bb'), length('a')]).toEqual([3, 2, 1]);
  expect(computed).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('null is a result like any other', () => {
  let calls = 0;
  const nothing = remembering(() => {
    calls += 1;
    return null;
  });
  expect([nothing('x'), nothing('x')]).toEqual([null, null]);
  expect(calls).toBe(1);
});
