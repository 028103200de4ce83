import { describe, expect, test } from 'bun:test';

// The widget is plain JavaScript for the browser; a computed path keeps it out of the type check.
const load = (name: string) => import(`../../public/widget/${name}.js`);
const { Timeline } = await load('timeline');
const { readConfig, readMessage, readStatus } = await load('frames');
const { accentProperties } = await load('theme');
const { pickLanguage, textsFor } = await load('texts');
const { backoffMs } = await load('connection');

interface Entry {
  content: string;
  state: string;
  seq?: number;
}

const message = (seq: number, role: string, content: string, extra = {}) =>
  readMessage({ seq, role, content, id: `m${seq}`, timestamp: '2026-01-31T10:30:00.000Z', ...extra });
const contents = (timeline: { entries: Entry[] }) => timeline.entries.map((entry) => entry.content);

describe('the list of messages', () => {
  test('an acknowledged message takes its place by seq and is not shown twice when it is replayed', () => {
    const timeline = new Timeline();
    timeline.receive(message(1, 'assistant', 'Hola'));
    timeline.addOwn('c1', 'mi tarjeta es 4111 1111 1111 1111');
    expect(timeline.entries[1].state).toBe('sending');
    timeline.acknowledge('c1', 2);
    timeline.receive(message(3, 'assistant', 'Listo'));
    expect(timeline.receive(message(2, 'user', 'mi tarjeta es [CARD]'))).toBe(false);
    expect(contents(timeline)).toEqual(['Hola', 'mi tarjeta es [CARD]', 'Listo']);
    expect(timeline.entries[1].state).toBe('sent');
  });

  test('a replay that comes before the acknowledgement ends in one message too', () => {
    const timeline = new Timeline();
    timeline.addOwn('c1', 'hola');
    timeline.receive(message(1, 'assistant', 'Bienvenida'));
    timeline.receive(message(2, 'user', 'hola'));
    timeline.acknowledge('c1', 2);
    expect(contents(timeline)).toEqual(['Bienvenida', 'hola']);
  });

  test('a missing seq is a gap until it arrives', () => {
    const timeline = new Timeline();
    timeline.receive(message(1, 'assistant', 'uno'));
    timeline.receive(message(3, 'agent', 'tres'));
    expect([timeline.hasGap, timeline.contiguousSeq]).toEqual([true, 1]);
    timeline.receive(message(2, 'agent', 'dos'));
    expect([timeline.hasGap, timeline.contiguousSeq]).toEqual([false, 3]);
    expect(contents(timeline)).toEqual(['uno', 'dos', 'tres']);
  });

  test('the history after a JSON answer claims the message that the answer was for, not an equal one before it', () => {
    const timeline = new Timeline();
    timeline.addOwn('c2', 'hola');
    timeline.acknowledgeByReply('c2', 5);
    timeline.receiveHistory([
      message(1, 'assistant', 'Bienvenida'),
      message(2, 'user', 'hola'),
      message(3, 'assistant', 'Dime'),
      message(4, 'user', 'hola'),
      message(5, 'assistant', 'Aquí sigo'),
    ]);
    expect(contents(timeline)).toEqual(['Bienvenida', 'hola', 'Dime', 'hola', 'Aquí sigo']);
    expect(timeline.own('c2').seq).toBe(4);
  });

  test('what failed can be told from what is on its way', () => {
    const timeline = new Timeline();
    timeline.receive(message(1, 'assistant', 'Hola'));
    timeline.addOwn('c1', 'fallido');
    timeline.setState('c1', 'failed', 'errorRate');
    timeline.receive(message(2, 'agent', 'Recibido'));
    expect(contents(timeline)).toEqual(['Hola', 'Recibido', 'fallido']);
    expect(timeline.entries.map((entry: Entry) => entry.state)).toEqual(['sent', 'sent', 'failed']);
  });

  test('a file becomes one message, whether its answer or its frame comes first', () => {
    const stored = { id: 'x', name: 'a.pdf', size: 1, seq: 2 };
    const frame = { client_id: 'f1', metadata: { file_only: true, attachments: [stored] } };
    for (const isFrameFirst of [true, false]) {
      const timeline = new Timeline();
      timeline.receive(message(1, 'assistant', 'Hola'));
      timeline.addOwn('f1', '', { attachment: { name: 'a.pdf', size: 1, progress: 0 } });
      timeline.setProgress('f1', 0.5);
      expect(timeline.own('f1').attachment.progress).toBe(0.5);
      const arrive = () => timeline.receive(message(2, 'user', 'Archivo adjunto', frame));
      if (isFrameFirst) arrive();
      timeline.attached('f1', stored);
      if (!isFrameFirst) arrive();
      expect(timeline.entries.length).toBe(2);
      const { attachment, metadata, seq, state } = timeline.own('f1');
      expect([attachment, metadata.isFileOnly, metadata.attachments[0].id, seq, state]).toEqual([
        null,
        true,
        'x',
        2,
        'sent',
      ]);
    }
  });

  test('what happens between messages keeps its place', () => {
    const timeline = new Timeline();
    timeline.receive(message(1, 'assistant', 'Hola'));
    timeline.addEvent('joined', 'Laura');
    timeline.addOwn('c1', 'en camino');
    timeline.receive(message(2, 'agent', 'Buenas'));
    expect(contents(timeline)).toEqual(['Hola', '', 'Buenas', 'en camino']);
    expect(timeline.entries[1].event).toEqual({ kind: 'joined', name: 'Laura' });
  });
});

describe('what the server sends', () => {
  test('a message without a seq or a text is none', () => {
    expect(readMessage({ role: 'assistant', content: 'x' })).toBeNull();
    expect(readMessage({ seq: 1, role: 'assistant', content: { a: 1 } })).toBeNull();
    expect(readMessage(null)).toBeNull();
    expect(readMessage({ seq: 1, role: 'ADMIN', content: 'x' }).role).toBe('system');
  });

  test('odd metadata is dropped, choices and citations are kept', () => {
    const { metadata } = message(1, 'assistant', 'x', {
      metadata: { citations: [{ title: 'Horarios' }, 7, {}], choices: ['Sí', 3] },
    });
    expect(metadata.citations).toEqual([{ title: 'Horarios' }]);
    expect(metadata.choices).toEqual(['Sí']);
    expect(message(1, 'assistant', 'x', { metadata: 'no' }).metadata.citations).toEqual([]);
  });

  test('names neither steer the direction of writing nor break the line', () => {
    const name = 'Ana\u202e\u2066\nPérez\u0000';
    const { agentName } = readStatus({ status: 'with_agent', agent_name: name });
    expect(agentName).toBe('Ana Pérez');
    const attachments = [{ id: 'x', name, size: 3 }, { id: 7, name: 'a' }, { id: 'y', name: ' ' }, null];
    expect(message(1, 'agent', 'x', { metadata: { attachments } }).metadata.attachments).toEqual([
      { id: 'x', name: 'Ana Pérez', size: 3 },
    ]);
  });

  test('a status is understood in the words of the socket and of the conversation', () => {
    expect(readStatus({ status: 'waiting', queue_position: 2 })).toMatchObject({
      status: 'waiting_for_agent',
      queuePosition: 2,
    });
    expect(readStatus({ status: 'WITH_AGENT', agent_name: 'Laura' })).toMatchObject({
      status: 'with_agent',
      agentName: 'Laura',
    });
    expect(readStatus({ status: 'waiting', staff_online: false, has_email: true })).toMatchObject({
      isStaffed: false,
      hasEmail: true,
      satisfaction: null,
    });
    expect(readStatus({ status: 'ended', satisfaction: { rating: 4, comment: null } }).satisfaction).toEqual({
      rating: 4,
      comment: '',
    });
    expect(readStatus({ status: 'odd' }).status).toBeNull();
    expect(readStatus(undefined).status).toBeNull();
  });

  test('a configuration of any shape gives a usable one', () => {
    expect(readConfig('nonsense')).toMatchObject({
      mode: 'auto',
      primaryColor: null,
      features: { attachments: false },
    });
    const config = readConfig({ theme: { primary_color: 'red;}', mode: 'dark' }, quick_replies: { es: ['Hola', 4] } });
    expect(config).toMatchObject({ primaryColor: null, mode: 'dark', quickReplies: { es: ['Hola'], en: [] } });
  });
});

test('the colours that carry text reach 4.5:1 whatever colour the bank chose', () => {
  for (const color of ['#0b6b57', '#ffd400', '#7f7f7f', '#000000', '#ffffff', '#ff0044', '#00e5ff']) {
    for (const theme of ['light', 'dark']) {
      const colors = accentProperties(color, theme);
      expect(contrast(colors['--accent'], colors['--on-accent'])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colors['--accent-text'], colors['--accent-soft'])).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('both languages have the same texts, and an unknown language falls back', () => {
  expect(Object.keys(textsFor('en'))).toEqual(Object.keys(textsFor('es')));
  expect([pickLanguage('fr', 'en-GB'), pickLanguage(null, undefined), pickLanguage('es-MX')]).toEqual([
    'en',
    'es',
    'es',
  ]);
});

test('the back-off doubles, is spread, and ends at a ceiling', () => {
  expect([backoffMs(1, 1), backoffMs(2, 1), backoffMs(3, 0)]).toEqual([500, 1_000, 1_000]);
  expect(backoffMs(50, 1)).toBe(20_000);
});

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((channel) => {
    const value = Number(channel) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
