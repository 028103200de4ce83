import { expect, test } from 'bun:test';
import { Batcher } from '../../src/db/batcher.ts';
import { eventually } from '../support/eventually.ts';

const inTen = (value: number) => value * 10;

test('what arrives while a batch is under way goes into the next one', async () => {
  const batches: number[][] = [];
  const gate = Promise.withResolvers<void>();
  const batcher = new Batcher<number, number>({
    run: async (inputs) => {
      batches.push(inputs);
      await gate.promise;
      return inputs.map(inTen);
    },
  });
  const first = batcher.add(1);
  await eventually('it is under way', () => batches.length === 1);
  const all = [first, batcher.add(2), batcher.add(3)];
  gate.resolve();
  expect(await Promise.all(all)).toEqual([10, 20, 30]);
  expect(batches).toEqual([[1], [2, 3]]);
});

test('a bad input fails alone; what has nothing to do with the inputs fails all of them, once', async () => {
  let runs = 0;
  const batcher = new Batcher<number, number>({
    run: async (inputs) => {
      runs += 1;
      if (inputs.includes(0)) throw new Error('away');
      if (inputs.includes(13)) throw new Error('unlucky');
      return inputs.map(inTen);
    },
    isCommon: (error) => (error as Error).message === 'away',
  });
  const outcomes = async (...inputs: number[]) =>
    (await Promise.allSettled(inputs.map((input) => batcher.add(input)))).map((one) =>
      one.status === 'fulfilled' ? one.value : one.reason.message,
    );
  expect(await outcomes(1, 13, 2)).toEqual([10, 'unlucky', 20]);
  expect(runs).toBe(4);
  runs = 0;
  expect(await outcomes(1, 0, 2)).toEqual(['away', 'away', 'away']);
  expect(runs).toBe(1);
});
