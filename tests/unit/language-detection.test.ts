import { expect, test } from 'bun:test';
import { detectLanguage } from '../../src/ai/language-detection.ts';

const spanish = [
  'cuanto dinero tengo',
  'hola',
  'quiero hablar con alguien',
  'xq no pasa mi tarjeta',
  'gracias',
  '¿SPEI?',
  'me robaron',
  'saldo',
];
const english = [
  'Agent please.',
  'how much do I owe',
  'hi',
  'lost my card',
  'thanks',
  'is it free?',
  "I can't log in",
  'balance',
];

for (const text of spanish) test(`${text} is Spanish`, () => expect(detectLanguage(text, 'en')).toBe('es'));
for (const text of english) test(`${text} is English`, () => expect(detectLanguage(text, 'es')).toBe('en'));

test('what tells nothing keeps the conversation’s language', () => {
  for (const text of ['SPEI', '1234', 'JoxNota 28', '👍', '']) {
    expect(detectLanguage(text, 'es')).toBe('es');
    expect(detectLanguage(text, 'en')).toBe('en');
  }
});

test('an evenly mixed message keeps the conversation’s language', () => {
  expect(detectLanguage('quiero card', 'es')).toBe('es');
  expect(detectLanguage('quiero card', 'en')).toBe('en');
});
