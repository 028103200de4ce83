import { beforeAll, describe, expect, test } from 'bun:test';
import { Retriever } from '../../src/ai/retrieval.ts';
import { type Group, Groups, termsOf } from '../../src/features/knowledge/gap-groups.ts';
import { demoArticles } from '../support/demo-bank.ts';

let retriever: Retriever;

beforeAll(() => {
  retriever = new Retriever();
  retriever.replace(demoArticles(), 1);
});

/** The questions in the groups that they come into, one after another. */
function grouped(questions: string[]): string[][] {
  const groups = new Groups([], (term) => retriever.rarityOf(term));
  const members = new Map<Group, string[]>();
  for (const question of questions) {
    const terms = termsOf(question);
    const group = groups.closest(terms) ?? { id: members.size + 1, terms: {} };
    groups.join(group, terms);
    members.set(group, [...(members.get(group) ?? []), question]);
  }
  return [...members.values()];
}

describe('questions that nothing answered', () => {
  test('come together however they are put, in both languages where they share a word', () => {
    const bitcoin = [
      '¿Puedo pagar con bitcoin?',
      'aceptan pagos en bitcoin',
      'can I pay with bitcoin?',
      'do you accept bitcoin payments',
      'quiero pagar con bitcoins mi tarjeta',
    ];
    const pets = ['¿Tienen seguro para mascotas?', 'seguro de mascotas'];
    const boxes = ['¿Cómo rento una caja de seguridad?', 'caja de seguridad precio'];
    const mixed = [bitcoin[0], pets[0], boxes[0], ...bitcoin.slice(1), pets[1], boxes[1]] as string[];
    expect(grouped(mixed)).toEqual([bitcoin, pets, boxes]);
  });

  test('share notions across languages, and common words alone make no group', () => {
    expect(grouped(['¿Aceptan Apple Pay en los cajeros?', 'can I use apple pay at the ATM'])).toHaveLength(1);
    expect(grouped(['¿Cuánto cuesta el gimnasio?', '¿Cuánto cuesta el zoológico?'])).toHaveLength(2);
  });

  test('come together though one of them holds a word that every object knows', () => {
    expect(grouped(['seguro de mascotas', 'seguro de mascotas de un constructor'])).toHaveLength(1);
  });

  test('say nothing without a word that carries meaning', () => {
    expect(termsOf('¿y eso?')).toEqual([]);
    expect(termsOf('... 👍 ?')).toEqual([]);
  });

  test('find their group again after it was stored, which knows its most frequent terms', () => {
    const group: Group = { id: 7, terms: {} };
    const groups = new Groups([], (term) => retriever.rarityOf(term));
    for (let at = 0; at < 60; at += 1) groups.join(group, termsOf(`clases de trompeta palabra${at}x`));
    expect(Object.keys(group.terms).length).toBeLessThanOrEqual(40);
    const stored = JSON.parse(JSON.stringify(group)) as Group;
    const read = new Groups([stored], (term) => retriever.rarityOf(term));
    expect(read.closest(termsOf('¿dan clases de trompeta?'))?.id).toBe(7);
    expect(read.closest(termsOf('¿venden paraguas?'))).toBeNull();
  });
});
