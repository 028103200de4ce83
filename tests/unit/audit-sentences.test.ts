import { describe, expect, test } from 'bun:test';
import { Glob } from 'bun';
import { AUDIT_ACTIONS, AUDIT_RESOURCES, actionsOf } from '../../src/features/audit/model.ts';
import { auditTexts, sentenceOf } from '../../views/audit/audit-texts.ts';
import { pathOfThing } from '../../views/audit/paths.ts';

const ROOT = `${import.meta.dir}/../../src`;
const sources = await Promise.all(
  [...new Glob('**/*.ts').scanSync(ROOT)]
    .filter((file) => file !== 'features/audit/model.ts')
    .map((file) => Bun.file(`${ROOT}/${file}`).text()),
);
const code = sources.join('\n');

describe('what the audit log can say', () => {
  test('is said in both languages, each action in words of its own', () => {
    for (const language of ['es', 'en'] as const) {
      const sentences = AUDIT_ACTIONS.map((action) => sentenceOf(action, 'success', language));
      expect(sentences.filter((sentence) => !/^[\p{Ll}].* |^[\p{Ll}]+$/u.test(sentence))).toEqual([]);
      expect(new Set(sentences).size).toBe(sentences.length);
      expect(Object.keys(auditTexts[language].resources).sort()).toEqual([...AUDIT_RESOURCES].sort());
    }
    expect(sentenceOf('auth.login', 'failure', 'es')).toBe('no pudo entrar');
    expect(sentenceOf('of.an_earlier_version', 'success', 'en')).toBe('of.an_earlier_version');
  });

  test('is written somewhere: as it is, or put together of its noun and its verb', () => {
    const unused = AUDIT_ACTIONS.filter((action) => {
      const [noun = '', verb = ''] = [action.slice(0, action.indexOf('.')), action.slice(action.indexOf('.') + 1)];
      const isPutTogether =
        (code.includes(`\`${noun}.\${`) && code.includes(`'${verb}'`)) ||
        (verb === 'search' && code.includes(`'${noun}'`));
      return !code.includes(`'${action}'`) && !isPutTogether;
    });
    expect(unused).toEqual([]);
  });

  test('is filtered by a noun as a whole', () => {
    expect(actionsOf('webhook.*').every((action) => action.startsWith('webhook.'))).toBe(true);
    expect(actionsOf('api_key.*')).toContain('api_key.refused');
    expect(actionsOf('made.up')).toEqual(['made.up']);
  });

  test('leads to what it is about by a path of our own', () => {
    const entry = {
      id: 1,
      at: new Date(),
      actorId: 1,
      actorName: 'Ana',
      isService: false,
      action: 'ticket.read',
      resourceType: 'ticket',
      resourceId: '../../evil?x=1#y',
      status: 'success' as const,
      details: {},
      hash: '',
    };
    expect(pathOfThing(entry)).toBe('/panel/tickets/..%2F..%2Fevil%3Fx%3D1%23y');
    expect(pathOfThing({ ...entry, resourceType: 'session' })).toBeNull();
    expect(pathOfThing({ ...entry, resourceType: 'attachment', details: { conversation: 'a/b' } })).toBe(
      '/panel/conversations/a%2Fb',
    );
  });
});
