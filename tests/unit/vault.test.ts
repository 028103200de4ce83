import { describe, expect, test } from 'bun:test';
import { Vault } from '../../src/lib/vault.ts';

const OLD = '0123456789abcdef-an-old-secret-of-some-length';
const NEW = 'fedcba9876543210-a-new-secret-of-some-length';

describe('a sealed secret', () => {
  test('opens again, is never sealed twice the same way, and does not show', () => {
    const vault = new Vault(OLD, null);
    const [first, second] = [vault.seal('GEZDGNBV ñ'), vault.seal('GEZDGNBV ñ')];
    expect([vault.open(first), vault.open(second)]).toEqual(['GEZDGNBV ñ', 'GEZDGNBV ñ']);
    expect(first).not.toBe(second);
    expect(Buffer.from(first.split('.')[2] as string, 'base64url').toString()).not.toContain('GEZD');
  });

  test('opens with the secret before, which it is stale under, and not without it', () => {
    const sealed = new Vault(OLD, null).seal('x');
    const rotated = new Vault(NEW, OLD);
    expect([rotated.open(sealed), rotated.isStale(sealed)]).toEqual(['x', true]);
    expect(rotated.isStale(rotated.seal('x'))).toBe(false);
    expect(new Vault(NEW, null).open(sealed)).toBeNull();
  });

  test('does not open for another purpose', () => {
    const [secrets, searches] = [new Vault(OLD, null), new Vault(OLD, null, 'searches')];
    expect(searches.open(searches.seal('x'))).toBe('x');
    expect([searches.open(secrets.seal('x')), secrets.open(searches.seal('x'))]).toEqual([null, null]);
    const renamed = secrets.seal('x').replace(secrets.prefix, searches.prefix);
    expect(searches.open(renamed)).toBeNull();
  });

  test('does not open once it was changed, or is none', () => {
    const vault = new Vault(OLD, null);
    const sealed = vault.seal('a longer text than one block of the cipher');
    const at = sealed.length - 30;
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    for (const text of [changed, sealed.slice(0, -4), '', 'v1..', `${vault.prefix}AAAA`, sealed.replace('v1', 'v2')]) {
      expect([text, vault.open(text)]).toEqual([text, null]);
    }
    expect(vault.open(sealed)).toBe('a longer text than one block of the cipher');
  });
});
