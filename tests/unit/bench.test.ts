import { describe, expect, test } from 'bun:test';
import { parseAnswer } from '../../bench/http-connection.ts';
import { type Measured, rowsOf, type Windows } from '../../bench/metrics.ts';
import { readNumbers, readOptions } from '../../bench/options.ts';
import { withFigures } from '../../bench/report.ts';
import { median, percentile } from '../../bench/statistics.ts';

describe('statistics', () => {
  test('the median of an odd and of an even number of values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow();
  });

  test('a percentile is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBe(0);
  });
});

describe('ratios', () => {
  test('compare within a round and say how many times better the first is', () => {
    const windows: Windows = new Map([
      [
        'start',
        new Map([
          ['product', [measured(100, 2), measured(300, 4)]],
          ['peer', [measured(10, 20), measured(20, 20)]],
        ]),
      ],
    ]);
    const rows = rowsOf(windows, ['product', 'peer']);
    expect(rows.find(({ label }) => label === 'chat start')?.ratios.peer).toEqual({
      median: 12.5,
      least: 10,
      most: 15,
    });
    expect(rows.find(({ label }) => label === 'chat start, p95')?.ratios.peer).toEqual({
      median: 7.5,
      least: 5,
      most: 10,
    });
  });

  test('leave out a round that one of the two failed', () => {
    const windows: Windows = new Map([
      [
        'start',
        new Map([
          ['product', [undefined, measured(300, 4)]],
          ['peer', [measured(10, 20), measured(20, 20)]],
        ]),
      ],
    ]);
    const row = rowsOf(windows, ['product', 'peer']).find(({ label }) => label === 'chat start');
    expect(row?.values.product?.median).toBe(300);
    expect(row?.ratios.peer).toEqual({ median: 15, least: 15, most: 15 });
  });
});

describe('HTTP answers', () => {
  test('are complete when the body is as long as the header says', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n';
    expect(parseAnswer('HTTP/1.1 200 OK\r\nContent-Le')).toBeNull();
    expect(parseAnswer(`${head}abc`)).toBeNull();
    expect(parseAnswer(`${head}abcd`)).toEqual({ status: 200, closes: false, body: 'abcd' });
  });

  test('in chunks end with the empty one', () => {
    const head = 'HTTP/1.1 503 No\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(parseAnswer(`${head}2\r\nab\r\n`)).toBeNull();
    expect(parseAnswer(`${head}2\r\nab\r\n0\r\n\r\n`)).toMatchObject({ status: 503, closes: true });
  });
});

describe('the document', () => {
  test('gets new figures between its marks and keeps the rest', () => {
    const place = (name: string, figures: string) => `<!-- ${name}: begin -->\n${figures}\n<!-- ${name}: end -->\n`;
    const text = `before\n${place('cold', 'old')}between\n${place('warm', 'old')}after`;
    expect(withFigures(text, 'warm', ['new', 'lines'])).toBe(
      `before\n${place('cold', 'old')}between\n${place('warm', 'new\nlines')}after`,
    );
    expect(() => withFigures(text, 'hot', ['new'])).toThrow('hot');
  });
});

describe('options', () => {
  test('a wrong one is named', () => {
    expect(() => readOptions(['--only', 'nobody'], {})).toThrow('nobody');
    expect(() => readOptions(['--rounds', '0'], {})).toThrow('--rounds');
    expect(readOptions(['--only', 'floor,peer', '--quick'], {})?.contestants).toEqual(['floor', 'peer']);
  });

  test('that are numbers are as usual where nobody says, and never anything else', () => {
    const usual = { minutes: 20, 'warm-up': 5 };
    expect(readNumbers([], usual)).toEqual({ numbers: usual, writesDocs: false });
    expect(readNumbers(['--warm-up', '0.5', '--write-docs'], usual)).toEqual({
      numbers: { minutes: 20, 'warm-up': 0.5 },
      writesDocs: true,
    });
    expect(readNumbers(['--help'], usual)).toBeNull();
    expect(() => readNumbers(['--warm-up', 'soon'], usual)).toThrow('--warm-up');
    expect(() => readNumbers(['--minutes', '0'], usual)).toThrow('--minutes');
    expect(() => readNumbers(['--hours', '1'], usual)).toThrow('--hours');
  });
});

function measured(perSecond: number, p95: number): Measured {
  return {
    perSecond,
    p50: p95,
    p95,
    p99: p95,
    answered: 1,
    failed: 0,
    failures: [],
    outcomes: {},
    serverMicroseconds: 1,
    databaseMicroseconds: 1,
    loadMicroseconds: 1,
  };
}
