import { expect, test } from 'bun:test';
import { reasonOf } from '../../src/lib/reason.ts';

test('the innermost cause speaks, and only its first line', () => {
  const refused = new Error('connection refused\nparams: 4111111111111111');
  expect(reasonOf(new Error('Failed query: select secret from cards', { cause: refused }))).toBe('connection refused');
});

test('faults of the sources are listed with their places', () => {
  const fault = Object.assign(new Error('Expected ";"'), { position: { file: 'app.ts', line: 7 } });
  expect(reasonOf(new AggregateError([fault, new Error('other')]))).toBe('app.ts:7: Expected ";"; other');
});

test.each([undefined, null, 'text', 7, {}, new Error('')])('%p is an unknown error', (thrown) => {
  expect(reasonOf(thrown)).toBe('unknown error');
});
